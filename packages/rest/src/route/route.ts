import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCProcedureType } from '@trpc/server'
import type { RestContentType, RestMeta, RestMethod, RestRoute } from '../meta.ts'
import { mistakesIn } from './check-meta.ts'
import { checkNames } from './check-names.ts'
import { fail, type Named } from './fail.ts'
import { EVENT_STREAM, EVENTS, type OutputPlan, planOutput } from './output.ts'
import { pathParams, pathShape } from './path.ts'
import { combine, isSchema, isVoid, type Schema, type Shape } from './shape.ts'

/** One procedure's REST route, with checked meta. Both the plugin and the document are made from it. */
export interface Route {
  /** The procedure's path, such as `task.get`. */
  procedure: string
  type: TRPCProcedureType
  call: AnyTRPCProcedure
  /** Whether the procedure gets no signal. */
  ignoresSignal: boolean
  meta: RestRoute
  method: RestMethod
  path: string
  /** Names of the path's parameters, in order. */
  params: string[]
  inputs: Schema[]
  shape: Shape
  output: Schema | undefined
  /** How outputs are sent. */
  plan: OutputPlan
  /** Whether the answer is an event stream: of a subscription, or of a query or mutation that says so. */
  isEventStream: boolean
  contentTypes: RestContentType[]
  status: number
  operationId: string
  /** Whether input fields come from the body rather than from the query. */
  takesBody: boolean
}

/** Meta fields that an event stream cannot have. */
const NOT_FOR_STREAMS = ['successStatus', 'etag', 'ifMatch', 'location', 'links', 'cacheControl'] as const

/** Meta fields that a subscription cannot have, besides. */
const NOT_FOR_SUBSCRIPTIONS = ['contentTypes', 'responseType'] as const

export interface RouteOptions {
  /** Path parameters that are for the context, and not in a procedure's input. */
  contextParams?: readonly string[] | undefined
  /** The `operationId` of a procedure whose meta has none. Default: `task.list` is `task-list`. */
  operationId?: ((procedure: string) => string) | undefined
}

/**
 * The routes of all procedures with `openapi` meta, in the router's order. Throws on the first mistake in the meta, and
 * names the procedure. Lazy routers must be loaded first, with `loadLazyRouters`.
 */
export function compileRoutes(router: AnyTRPCRouter, options: RouteOptions = {}): Route[] {
  const unloaded = Object.keys(router._def.lazy)
  if (unloaded.length > 0) {
    throw new Error(`The router "${unloaded[0]}" is lazy: await loadLazyRouters(router) first.`)
  }
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures
  const routes: Route[] = []
  const paths = new Map<string, Route>()
  const operationIds = new Map<string, Route>()
  for (const [name, procedure] of Object.entries(procedures)) {
    const route = compileRoute(name, procedure, options)
    if (!route) continue
    const key = `${route.method} ${pathShape(route.path)}`
    const samePath = paths.get(key)
    if (samePath) fail(route, `${samePath.procedure} has the same method and path`)
    const sameId = operationIds.get(route.operationId)
    if (sameId) fail(route, `${sameId.procedure} has the same operationId, "${route.operationId}"`)
    paths.set(key, route)
    operationIds.set(route.operationId, route)
    routes.push(route)
  }
  return routes
}

/** Loads all lazy routers inside a router, so that its procedures can be listed. */
export async function loadLazyRouters(router: AnyTRPCRouter): Promise<void> {
  for (let lazy = Object.values(router._def.lazy); lazy.length > 0; lazy = Object.values(router._def.lazy)) {
    await Promise.all(lazy.map((loader) => loader.load()))
  }
}

function compileRoute(
  name: string,
  procedure: AnyTRPCProcedure,
  { contextParams = [], operationId = defaultOperationId }: RouteOptions,
) {
  const { openapi: meta, ignoresSignal = false } = (procedure._def.meta ?? {}) as RestMeta
  if (!meta || meta.enabled === false) return undefined
  const described = { procedure: name, method: meta.method, path: meta.path }
  const [mistake] = mistakesIn(meta)
  if (mistake !== undefined) fail(described, mistake)
  const { type } = procedure._def
  checkType(described, type, meta)
  const inputs = inputsOf(described, procedure)
  const shape = combine(inputs, 'all')
  if (!shape) fail(described, 'the input must be an object schema')
  const output = outputOf(procedure)
  const status = meta.successStatus ?? (output && isVoid(output) ? 204 : 200)
  const plan = planOf(described, type, output, meta, status)
  const route: Route = {
    ...described,
    type,
    call: procedure,
    ignoresSignal,
    meta,
    params: pathParams(described),
    inputs,
    shape,
    output,
    plan,
    isEventStream: plan.kind === 'events',
    contentTypes: meta.contentTypes ?? ['application/json'],
    status,
    operationId: meta.operationId ?? operationId(name),
    takesBody: meta.method !== 'GET' && meta.method !== 'DELETE',
  }
  if (!/^[\w.-]+$/.test(route.operationId)) {
    fail(
      described,
      `operationId: "${route.operationId}" has other characters than letters, digits, "_", "." and "-"`,
    )
  }
  checkNames(route, contextParams)
  return route
}

function checkType(route: Named, type: TRPCProcedureType, meta: RestRoute) {
  if (type === 'mutation' && meta.method === 'GET')
    fail(route, 'a mutation cannot be a GET, which must be safe')
  if (meta.cacheControl !== undefined && meta.method !== 'GET')
    fail(route, 'cacheControl: only the answers to a GET are cached')
  const isSubscription = type === 'subscription'
  if (isSubscription && meta.method !== 'GET')
    fail(route, 'a subscription must be a GET, which is how event streams are read')
  if (isSubscription) checkFields(route, meta, NOT_FOR_SUBSCRIPTIONS, 'a subscription')
  const isEventStream = isSubscription || meta.responseType === EVENTS
  if (isEventStream) checkFields(route, meta, NOT_FOR_STREAMS, 'an event stream')
  else if (meta.event)
    fail(route, 'event: only a subscription has events, or a responseType of text/event-stream')
}

function checkFields(route: Named, meta: RestRoute, fields: readonly (keyof RestRoute)[], what: string) {
  for (const field of fields) {
    if (meta[field] !== undefined) fail(route, `${field}: ${what} has no ${field}`)
  }
}

function planOf(
  route: Named,
  type: TRPCProcedureType,
  output: Schema | undefined,
  meta: RestRoute,
  status: number,
): OutputPlan {
  try {
    return type === 'subscription' ? EVENT_STREAM : planOutput(output, meta, status)
  } catch (error) {
    return fail(route, error instanceof Error ? error.message : String(error))
  }
}

function defaultOperationId(procedure: string): string {
  return procedure.replaceAll('.', '-')
}

function inputsOf(route: Named, procedure: AnyTRPCProcedure): Schema[] {
  return procedure._def.inputs.map((input) =>
    isSchema(input) ? input : fail(route, 'the input must be a zod 4 schema'),
  )
}

function outputOf(procedure: AnyTRPCProcedure): Schema | undefined {
  const parser: unknown = 'output' in procedure._def ? procedure._def.output : undefined
  if (isSchema(parser)) return parser
  // A parser of the application may name the schema that it stands for.
  const schema =
    typeof parser === 'object' && parser !== null && 'schema' in parser ? parser.schema : undefined
  return isSchema(schema) ? schema : undefined
}
