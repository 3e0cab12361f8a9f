import { TRPCError } from '@trpc/server'
import type { FastifyInstance, HTTPMethods } from 'fastify'
import type { Route } from './route.ts'

const order = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Gives every known path a route for the methods it does not have: OPTIONS says what it takes, any other is 405.
 * Without them `DELETE /users/me` would fall through to `DELETE /users/{userId}`.
 */
export function addMethodRoutes(scope: FastifyInstance, routes: readonly Pick<Route, 'path'>[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const url = toFastifyUrl(path)
    // Whoever registered them, and whatever they call the parameters.
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
        // Before the body is read: what it holds cannot matter.
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

/** A path as find-my-way writes it: `/{userId}/tasks` as `/:userId/tasks`. */
export function toFastifyUrl(path: string): string {
  return path.replaceAll(':', '::').replace(/\{([^}]+)\}/g, ':$1')
}
