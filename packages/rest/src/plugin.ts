import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server'
import type { FastifyInstance, onSendHookHandler } from 'fastify'
import { type AnswerOptions, compileAnswer } from './answer/answer.ts'
import { correctEncoded } from './answer/encoded.ts'
import { errorDescriber, handleErrors, type OnError } from './answer/error-handler.ts'
import type { FormatError } from './answer/problem.ts'
import { compileErrorMeta, type ResponseMetaAnswer, type ResponseMetaInfo } from './answer/response-meta.ts'
import { type CreateContextOptions, compileCall } from './call.ts'
import { compileHandler } from './handler.ts'
import { addBodyParsers, type ReadForm } from './input/body.ts'
import { addMethodRoutes, toFastifyUrl } from './route/methods.ts'
import { compileRoutes, loadLazyRouters, type Route } from './route/route.ts'
import { createEventStreams, DEFAULT_STALL_MS, type StreamOptions } from './stream/event-streams.ts'

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
  /** Called with every error before it is answered, and with one that ends an answer that has begun. */
  onError?: OnError
  /** Changes the status and headers of an answer, as in `trpc-to-openapi`. It is not asked about event streams. */
  responseMeta?(info: ResponseMetaInfo<inferRouterContext<TRouter>>): ResponseMetaAnswer | undefined
  /**
   * Reads bodies of `multipart/form-data`, once a procedure asks for its input and so after the guards before that. For files
   * that are too large for memory: it may put them on disk, and answer with a `File` that reads them from there. It has to
   * limit what it reads. Default: the body is read into memory, up to Fastify's `bodyLimit`.
   */
  readForm?: ReadForm
  /** The path that a proxy in front takes off its requests, such as `/app`: `Location` and `Link` begin with it. */
  basePath?: string
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
  const routes = compileRoutes(options.router, { contextParams: options.contextParams })
  const describeError = errorDescriber(options, routes)
  const errorMeta = options.responseMeta && compileErrorMeta(options.responseMeta, routes)
  // Routes have parsers of their own. Without any here, an unknown path is answered before its body is read.
  scope.removeAllContentTypeParsers()
  handleErrors(scope, describeError, errorMeta)
  correctEncoded(scope, routes)
  const answers: AnswerOptions = {
    basePath: options.basePath ?? '',
    prefix: scope.prefix,
    answerEvents: createEventStreams(scope, options.stream, describeError),
    stallMs: options.stream?.stallMs ?? DEFAULT_STALL_MS,
    reportError: describeError,
  }
  const calls: Calls = {
    createContext: errorMeta?.remember(options.createContext) ?? options.createContext,
    responseMeta: options.responseMeta,
  }
  for (const group of groupByContentTypes(routes)) {
    // One scope for each set of content types, because the routes of a scope share its body parsers.
    await scope.register(async (inner) => {
      addBodyParsers(inner, group.contentTypes, options.readForm)
      for (const route of group.routes) addRoute(inner, route, calls, answers)
    })
  }
  addMethodRoutes(scope, routes)
}

interface Calls {
  createContext: (options: CreateContextOptions) => unknown
  responseMeta: RestPluginOptions['responseMeta']
}

function addRoute(
  scope: FastifyInstance,
  route: Route,
  { createContext, responseMeta }: Calls,
  answers: AnswerOptions,
) {
  const call = compileCall(route, createContext)
  const { isEventStream } = route
  const { cacheControl } = route.meta
  scope.route({
    method: route.method,
    url: toFastifyUrl(route.path),
    exposeHeadRoute: route.method === 'GET' && !isEventStream,
    config: { procedure: route.procedure },
    ...(cacheControl !== undefined && { onSend: setCacheControl(cacheControl) }),
    handler: isEventStream
      ? (req, reply) =>
          answers.answerEvents(req, reply, async (controller) => (await call(req, reply, controller)).output)
      : compileHandler(route, call, compileAnswer(route, answers), responseMeta),
  })
}

/** A hook of the route runs after those of its scope, which may have set a header for all routes. */
function setCacheControl(cacheControl: string): onSendHookHandler {
  return (_req, reply, _payload, done) => {
    if (reply.statusCode < 400) reply.header('cache-control', cacheControl)
    done()
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
