import { type AnyTRPCRouter, type inferRouterContext, TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { compileAnswer } from './answer.ts'
import { addBodyParsers } from './body.ts'
import { toTRPCError } from './errors.ts'
import { compileInput } from './input.ts'
import { addMethodRoutes, toFastifyUrl } from './methods.ts'
import { type ErrorInfo, type FormatError, formatProblem } from './problem.ts'
import { compileRoutes, loadLazyRouters, type Route } from './route.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The path of the tRPC procedure behind a REST route, such as `task.get`. */
    procedure?: string
  }
}

/** What a context is made of. `pathParams` holds every parameter of the path, decoded but not coerced. */
export interface CreateContextOptions {
  req: FastifyRequest
  res: FastifyReply
  pathParams: Record<string, string>
}

export interface RestPluginOptions<TRouter extends AnyTRPCRouter = AnyTRPCRouter> {
  router: TRouter
  createContext: (
    options: CreateContextOptions,
  ) => inferRouterContext<TRouter> | Promise<inferRouterContext<TRouter>>
  /** Path parameters that are for the context, and not in a procedure's input. */
  contextParams?: readonly string[]
  /** Default: `formatProblem`. */
  formatError?: FormatError
  /** Called with every error before it is answered. */
  onError?: (event: { error: TRPCError; req: FastifyRequest; procedure: string | undefined }) => void
}

/**
 * Serves a tRPC router's procedures as the REST routes their `openapi` meta describes, relative to the prefix it is
 * registered under. A mistake in the meta fails the registration. Register it as `restPlugin<AppRouter>`: `register`
 * cannot infer the router, whose context `createContext` must return.
 */
export async function restPlugin<TRouter extends AnyTRPCRouter>(
  scope: FastifyInstance,
  options: RestPluginOptions<TRouter>,
): Promise<void> {
  await loadLazyRouters(options.router)
  const routes = compileRoutes(options.router, options.contextParams)
  const metas = new Map(routes.map((route) => [route.procedure, route.meta]))
  handleErrors(scope, options, metas)
  for (const group of groupByContentTypes(routes)) {
    // A scope for each, since a scope's body parsers are all its routes'.
    await scope.register(async (inner) => {
      addBodyParsers(inner, group.contentTypes)
      for (const route of group.routes) addRoute(inner, route, options)
    })
  }
  addMethodRoutes(scope, routes)
}

function addRoute(scope: FastifyInstance, route: Route, { createContext }: RestPluginOptions) {
  const readInput = compileInput(route)
  const answer = compileAnswer(route, scope.prefix)
  const { call, procedure: path, type } = route
  const checksInput = route.inputs.length > 0
  scope.route({
    method: route.method,
    url: toFastifyUrl(route.path),
    exposeHeadRoute: route.method === 'GET',
    config: { procedure: path },
    handler: async (req, reply) => {
      // Once, however many parsers and middlewares ask; and not before the procedure's guards have let it pass.
      let input: Promise<unknown> | undefined
      const getRawInput = () => {
        input ??= read(req)
        return input
      }
      const ctx = await createContext({ req, res: reply, pathParams: req.params as Record<string, string> })
      if (!checksInput) await getRawInput()
      const output = await untilClosed(reply, (signal) =>
        call({ ctx, getRawInput, path, type, signal, batchIndex: 0 }),
      )
      if (reply.sent) return reply
      return answer(req, reply, await getRawInput(), output)
    },
  })

  async function read(req: FastifyRequest) {
    try {
      return await readInput(req)
    } catch (cause) {
      if (cause instanceof TRPCError) throw cause
      // Coercion is total but for the stack, which a recursive schema lets a caller exhaust.
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input cannot be read', cause })
    }
  }
}

/** Runs a call with a signal that aborts when the answer can no longer be sent, or was sent without it (a timeout). */
async function untilClosed<T>(reply: FastifyReply, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // Not `req.signal`: the request closes when its body has been read, so that one misses who leaves during a POST.
  const controller = new AbortController()
  const abort = () => controller.abort()
  reply.raw.once('close', abort)
  if (reply.raw.destroyed) abort()
  try {
    return await run(controller.signal)
  } finally {
    reply.raw.off('close', abort)
  }
}

function handleErrors(
  scope: FastifyInstance,
  { formatError = formatProblem, onError }: RestPluginOptions,
  metas: ReadonlyMap<string, Route['meta']>,
) {
  const answerError = (thrown: unknown, req: FastifyRequest, reply: FastifyReply) => {
    const error = toTRPCError(thrown)
    const { procedure } = req.routeOptions.config
    onError?.({ error, req, procedure })
    const route = procedure === undefined ? undefined : metas.get(procedure)
    const info: ErrorInfo = { req, ...(procedure !== undefined && { procedure }), ...(route && { route }) }
    const { status, body, headers } = formatError(error, info)
    reply.code(status).removeHeader('etag')
    reply.header('content-type', 'application/problem+json; charset=utf-8').headers(headers ?? {})
    if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
    return reply.send(JSON.stringify(body))
  }
  scope.setErrorHandler(answerError)
  // Under a prefix an unknown path is the API's to answer; without one it is the application's.
  if (scope.prefix !== '') {
    scope.setNotFoundHandler((req, reply) =>
      answerError(new TRPCError({ code: 'NOT_FOUND', message: 'There is nothing at this path' }), req, reply),
    )
  }
}

function groupByContentTypes(routes: readonly Route[]) {
  const groups = new Map<string, { contentTypes: Route['contentTypes']; routes: Route[] }>()
  for (const route of routes) {
    const key = [...route.contentTypes].sort().join()
    const group = groups.get(key) ?? { contentTypes: route.contentTypes, routes: [] }
    group.routes.push(route)
    groups.set(key, group)
  }
  return groups.values()
}
