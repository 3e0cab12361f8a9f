import { TRPCError } from '@trpc/server'
import type { FastifyInstance, HTTPMethods } from 'fastify'
import type { Route } from './route.ts'

const order = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Adds routes for the methods that known paths lack: OPTIONS is answered with `Allow`, any other with 405. Without them
 * `DELETE /users/me` would fall through to `DELETE /users/{userId}`.
 */
export function addMethodRoutes(scope: FastifyInstance, routes: readonly Pick<Route, 'path'>[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const url = toFastifyUrl(path)
    // Also those of the application itself, and of paths whose parameters have other names.
    const taken = scope.supportedMethods.filter((method) =>
      scope.hasRoute({ method: method as HTTPMethods, url: scope.prefix + url }),
    )
    const known = order.filter((method) => taken.includes(method))
    const allow = [
      ...known,
      ...taken.filter((method) => !order.includes(method) && method !== 'OPTIONS'),
      'OPTIONS',
    ]
    const header = allow.join(', ')
    for (const method of scope.supportedMethods.filter((method) => !taken.includes(method))) {
      scope.route({
        method: method as HTTPMethods,
        url,
        exposeHeadRoute: false,
        // Answered before the body is read.
        onRequest: (_req, reply, done) => {
          reply.header('allow', header)
          if (method === 'OPTIONS') reply.code(204).send()
          else done(new TRPCError({ code: 'METHOD_NOT_SUPPORTED', message: `This takes only ${header}` }))
        },
        handler: () => undefined,
      })
    }
  }
}

/** A path in Fastify's notation: `/{userId}/tasks` is `/:userId/tasks`. */
export function toFastifyUrl(path: string): string {
  return path.replaceAll(':', '::').replace(/\{([^}]+)\}/g, ':$1')
}
