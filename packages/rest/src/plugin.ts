import { type AnyTRPCRouter, type inferRouterContext, TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { compileAnswer } from './answer/answer.ts'
import { toTRPCError } from './answer/errors.ts'
import { type ErrorAnswer, type ErrorInfo, type FormatError, formatProblem } from './answer/problem.ts'
import { type CreateContextOptions, compileCall } from './call.ts'
import { isNotModified } from './conditional/revalidate.ts'
import { addBodyParsers } from './input/body.ts'
import { addMethodRoutes, toFastifyUrl } from './route/methods.ts'
import { compileRoutes, loadLazyRouters, type Route } from './route/route.ts'
import { createEventStreams, type StreamAnswer, type StreamOptions } from './stream/event-streams.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The path of the tRPC procedure behind a REST route, such as `task.get`. */
    procedure?: string
  }
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
  /** Heartbeats of event streams, and how slow readers are treated. */
  stream?: StreamOptions
}

/**
 * Serves a tRPC router's procedures as the REST routes that their `openapi` meta describes, under the prefix of the
 * registration. A mistake in the meta fails the registration. Register it as `restPlugin<AppRouter>`: `register` cannot
 * infer the router, whose context `createContext` must return.
 */
export async function restPlugin<TRouter extends AnyTRPCRouter>(
  scope: FastifyInstance,
  options: RestPluginOptions<TRouter>,
): Promise<void> {
  await loadLazyRouters(options.router)
  const routes = compileRoutes(options.router, options.contextParams)
  const describeError = errorDescriber(options, routes)
  handleErrors(scope, describeError)
  const answerStream = createEventStreams(scope, options.stream, describeError)
  for (const group of groupByContentTypes(routes)) {
    // One scope for each set of content types, because the routes of a scope share its body parsers.
    await scope.register(async (inner) => {
      addBodyParsers(inner, group.contentTypes)
      for (const route of group.routes) addRoute(inner, route, options.createContext, answerStream)
    })
  }
  addMethodRoutes(scope, routes)
}

function addRoute(
  scope: FastifyInstance,
  route: Route,
  createContext: RestPluginOptions['createContext'],
  answerStream: StreamAnswer,
) {
  const call = compileCall(route, createContext)
  const answer = compileAnswer(route, scope.prefix)
  const isStream = route.type === 'subscription'

  const handler = async (req: FastifyRequest, reply: FastifyReply) => {
    try {
      const { input, output } = await untilClosed(reply, (signal) => call(req, reply, signal))
      return reply.sent ? reply : answer(req, reply, input, output)
    } catch (error) {
      if (!isNotModified(error)) throw error
      return reply.sent ? reply : reply.code(304).send()
    }
  }

  scope.route({
    method: route.method,
    url: toFastifyUrl(route.path),
    exposeHeadRoute: route.method === 'GET' && !isStream,
    config: { procedure: route.procedure },
    handler: isStream
      ? (req, reply) => answerStream(req, reply, async (signal) => (await call(req, reply, signal)).output)
      : handler,
  })
}

/** Runs a call with a signal that aborts when the response closes: the client left, or a timeout was answered. */
async function untilClosed<T>(reply: FastifyReply, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // Not `req.signal`, which misses a client that leaves during a POST: a request closes once its body is read.
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

/** Reports an error and returns its answer. */
type DescribeError = (thrown: unknown, req: FastifyRequest) => ErrorAnswer

function errorDescriber(
  { formatError = formatProblem, onError }: RestPluginOptions,
  routes: readonly Route[],
): DescribeError {
  const metas = new Map(routes.map((route) => [route.procedure, route.meta]))
  return (thrown, req) => {
    const error = toTRPCError(thrown)
    const { procedure } = req.routeOptions.config
    onError?.({ error, req, procedure })
    const route = procedure === undefined ? undefined : metas.get(procedure)
    const info: ErrorInfo = { req, ...(procedure !== undefined && { procedure }), ...(route && { route }) }
    return formatError(error, info)
  }
}

function handleErrors(scope: FastifyInstance, describeError: DescribeError) {
  const answerError = (thrown: unknown, req: FastifyRequest, reply: FastifyReply) => {
    const { status, body, headers } = describeError(thrown, req)
    reply.code(status).removeHeader('etag')
    reply.header('content-type', 'application/problem+json; charset=utf-8').headers(headers ?? {})
    if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
    return reply.send(JSON.stringify(body))
  }
  scope.setErrorHandler(answerError)
  // Without a prefix, unknown paths are the application's to answer.
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
