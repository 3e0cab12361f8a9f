import type { TRPCError, TRPCProcedureType } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../route/route.ts'

/** What `responseMeta` gets: as in tRPC's own adapters, for a call that is alone. */
export interface ResponseMetaInfo<TContext = unknown> {
  /** Absent when the context was not made. */
  ctx?: TContext | undefined
  type: TRPCProcedureType | 'unknown'
  paths: readonly string[] | undefined
  data: readonly unknown[]
  errors: readonly TRPCError[]
  eagerGeneration: boolean
}

/** The status and headers that an answer gets instead of its own. */
export interface ResponseMetaAnswer {
  status?: number | undefined
  headers?: Record<string, string | string[] | undefined> | Headers | undefined
}

export type ResponseMeta = (info: ResponseMetaInfo) => ResponseMetaAnswer | undefined

/** Compiles `responseMeta` for a route's outputs: sets the headers, and returns the status. */
export function compileResponseMeta({ procedure, type }: Route, responseMeta: ResponseMeta) {
  return (reply: FastifyReply, output: unknown, ctx: unknown): number | undefined => {
    const info = { ctx, type, paths: [procedure], data: [output], errors: [], eagerGeneration: true }
    return applyMeta(reply, responseMeta(info))
  }
}

/** `responseMeta` for errors, which may come before there is a context. */
export interface ErrorMeta {
  /** A `createContext` whose contexts are remembered while their requests last. */
  remember<T extends { req: FastifyRequest }>(
    create: (options: T) => unknown,
  ): (options: T) => Promise<unknown>
  apply(reply: FastifyReply, error: TRPCError): number | undefined
}

/** Compiles `responseMeta` for the errors of all routes, and of requests without one. */
export function compileErrorMeta(responseMeta: ResponseMeta, routes: readonly Route[]): ErrorMeta {
  const contexts = new WeakMap<FastifyRequest, unknown>()
  const types = new Map(routes.map(({ procedure, type }) => [procedure, type]))
  return {
    remember: (create) => async (options) => {
      const ctx = await create(options)
      contexts.set(options.req, ctx)
      return ctx
    },
    apply: (reply, error) => {
      const { procedure } = reply.request.routeOptions.config
      const paths = procedure === undefined ? undefined : [procedure]
      const type = (procedure !== undefined && types.get(procedure)) || 'unknown'
      const ctx = contexts.get(reply.request)
      return applyMeta(
        reply,
        responseMeta({ ctx, type, paths, data: [], errors: [error], eagerGeneration: true }),
      )
    },
  }
}

function applyMeta(reply: FastifyReply, meta: ResponseMetaAnswer | undefined): number | undefined {
  const headers = meta?.headers instanceof Headers ? [...meta.headers] : Object.entries(meta?.headers ?? {})
  for (const [name, value] of headers) if (value !== undefined) reply.header(name, value)
  return meta?.status
}
