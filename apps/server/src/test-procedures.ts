import { appRouter } from '@tandem/api'
import type { RestMeta, RestRoute } from '@tandem/rest/meta'
import type { AnyTRPCProcedure } from '@trpc/server'

export interface RestProcedure {
  /** `task.get` */
  path: string
  type: 'query' | 'mutation'
  route: RestRoute
}

/** By full path, as the router keeps them at run time; its type nests them. */
export const PROCEDURES = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>

/** Every procedure that REST serves. */
export function restProcedures(): RestProcedure[] {
  return Object.entries(PROCEDURES).flatMap(([path, { _def }]) => {
    const { openapi } = (_def.meta ?? {}) as RestMeta
    return openapi && _def.type !== 'subscription' ? [{ path, type: _def.type, route: openapi }] : []
  })
}
