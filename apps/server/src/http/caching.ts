import type { FastifyInstance, FastifyReply } from 'fastify'

/** What one user is answered is for no shared cache; without a tag to ask again by, it is for no cache at all. */
export function privateAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (_req, reply, _payload, done) => {
    reply.header('cache-control', reply.hasHeader('etag') ? 'private, no-cache' : 'no-store')
    varyBy(reply, 'authorization')
    done()
  })
}

/** Says that the answer depends on one more header of the request. */
export function varyBy(reply: FastifyReply, header: string): void {
  const vary = reply.getHeader('vary')
  reply.header('vary', vary ? `${vary}, ${header}` : header)
}
