import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Route } from '../route/route.ts'

/**
 * Corrects the answers of bytes that a hook of the application has compressed, as `@fastify/compress` does. Ranges are of
 * the bytes before that, so a client that holds a compressed part must not be given the rest of the others.
 */
export function correctEncoded(scope: FastifyInstance, routes: readonly Route[]): void {
  const media = routes.filter(({ method, plan }) => method === 'GET' && /^(media|any)$/.test(plan.kind))
  const procedures = new Set(media.map(({ procedure }) => procedure))
  // Plugins add their hooks to each route. This one is added to a route after theirs, and so runs after them.
  scope.addHook('onRoute', (route: RouteOptions) => {
    if (!procedures.has(route.config?.procedure ?? '')) return
    route.onSend = [route.onSend ?? [], withoutRanges].flat()
  })
}

async function withoutRanges(_req: FastifyRequest, reply: FastifyReply, payload: unknown) {
  if (!reply.hasHeader('content-encoding') || reply.hasHeader('content-range')) return payload
  reply.removeHeader('accept-ranges')
  const etag = String(reply.getHeader('etag') ?? '')
  // Only a strong tag lets a client continue with a range, and it would name other bytes.
  if (etag.startsWith('"')) reply.header('etag', `W/${etag}`)
  return payload
}
