import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * Keeps responses out of shared caches, and out of all caches if they have no ETag to revalidate with. The routes of a resource
 * may say otherwise (`cacheControl` in their meta). None is for a caller with other credentials.
 */
export function preventSharedCaching(app: FastifyInstance): void {
  app.addHook('onSend', (_req, reply, _payload, done) => {
    reply.header('cache-control', reply.hasHeader('etag') ? 'private, no-cache' : 'no-store')
    varyBy(reply, 'authorization, x-api-key')
    done()
  })
}

/** Adds request headers to `Vary`. */
export function varyBy(reply: FastifyReply, header: string): void {
  const vary = reply.getHeader('vary')
  reply.header('vary', vary ? `${vary}, ${header}` : header)
}
