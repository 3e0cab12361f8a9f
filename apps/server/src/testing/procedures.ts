import { appRouter, type Meta, type Scope } from '@tandem/api'
import type { RestRoute } from '@tandem/rest/meta'
import type { AnyTRPCProcedure } from '@trpc/server'

export interface RestProcedure {
  /** `task.get` */
  path: string
  type: 'query' | 'mutation'
  route: RestRoute
  /** What an API key needs to call it; undefined where none may. */
  scopes: Scope[] | undefined
}

/** The path of a call's REST route: its parameters come from the input, and the user from there or else the caller. */
export function restPath({ route }: RestProcedure, userId: string, input: Record<string, unknown>): string {
  const text = (value: unknown) =>
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 2000)
  return `/api/v1${route.path}`
    .replace('{userId}', encodeURIComponent(text(input.userId ?? userId).toWellFormed()))
    .replace('{id}', encodeURIComponent(text(input.id).toWellFormed()))
}

/** An input without what its REST path says already. */
export function besidesPath(
  { route }: RestProcedure,
  input: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !route.path.includes(`{${name}}`)))
}

/** By full path, as the router keeps them at run time; its type nests them. */
export const PROCEDURES = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>

/** Every procedure that REST answers. */
export function restProcedures(): RestProcedure[] {
  return served().flatMap(({ type, ...procedure }) =>
    type === 'subscription' ? [] : [{ ...procedure, type }],
  )
}

/** Every procedure that REST streams. */
export function restStreams(): Omit<RestProcedure, 'type'>[] {
  return served().filter(({ type }) => type === 'subscription')
}

function served() {
  return Object.entries(PROCEDURES).flatMap(([path, { _def }]) => {
    const { openapi, scopes } = (_def.meta ?? {}) as Meta
    return openapi ? [{ path, type: _def.type, route: openapi, scopes }] : []
  })
}
