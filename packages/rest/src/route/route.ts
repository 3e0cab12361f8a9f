import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCProcedureType } from '@trpc/server'
import type { RestContentType, RestMeta, RestMethod, RestRoute } from '../meta.ts'
import { mistakesIn } from './check-meta.ts'
import { EVENT_STREAM, EVENTS, type OutputPlan, planOutput } from './output.ts'
import { combine, isSchema, isVoid, objectShape, type Schema, type Shape } from './shape.ts'
import { unspellable } from './spelling.ts'

/** One procedure's REST route, with checked meta. Both the plugin and the document are made from it. */
export interface Route {
  /** The procedure's path, such as `task.get`. */
  procedure: string
  type: TRPCProcedureType
  call: AnyTRPCProcedure
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

const parameter = /^\{([A-Za-z_][A-Za-z0-9_]*)\}$/
const literal = /^[^{}*?#\s%]+$/

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

/** A path without the names of its parameters: paths of the same shape match the same URLs. */
export function pathShape(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}')
}

function compileRoute(
  name: string,
  procedure: AnyTRPCProcedure,
  { contextParams = [], operationId = defaultOperationId }: RouteOptions,
) {
  const meta = (procedure._def.meta as RestMeta | undefined)?.openapi
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
    meta,
    params: pathParams(described),
    inputs,
    shape,
    output,
    plan,
    isEventStream: plan.kind === 'events',
    contentTypes: meta.contentTypes?.length ? meta.contentTypes : ['application/json'],
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

function pathParams(route: Named): string[] {
  const names: string[] = []
  if (!route.path.startsWith('/')) fail(route, 'the path must start with "/"')
  if (route.path === '/') return names
  for (const segment of route.path.slice(1).split('/')) {
    const name = parameter.exec(segment)?.[1]
    if (name === undefined) {
      if (!literal.test(segment)) fail(route, `"${segment}" is neither a literal nor one whole {parameter}`)
      continue
    }
    if (names.includes(name)) fail(route, `the path names {${name}} twice`)
    names.push(name)
  }
  return names
}

function checkNames(route: Route, contextParams: readonly string[]) {
  const { params, shape } = route
  for (const name of params) {
    const field = shape.fields.get(name)
    if (!field && !contextParams.includes(name)) {
      fail(route, `path parameter {${name}} is neither an input field nor one of contextParams`)
    }
    if (field && !field.required) fail(route, `path parameter {${name}} is an optional input field`)
  }
  checkIfMatch(route)
  checkSpelling(route)
  checkOutputNames(route)
}

/** A field that no name in a query or a form can spell could never be given. */
function checkSpelling(route: Route) {
  const { contentTypes, meta, params, shape, takesBody } = route
  if (takesBody && contentTypes.includes('application/json')) return
  const takesFiles = takesBody && contentTypes.includes('multipart/form-data')
  for (const [name, { schemas }] of shape.fields) {
    if (params.includes(name) || name === meta.ifMatch) continue
    const reason = schemas.map(unspellable).find((found) => found !== undefined)
    if (reason === undefined || (takesFiles && reason === 'a file')) continue
    fail(
      route,
      `${takesBody ? 'a form' : 'a query'} cannot spell the input field "${name}", which has ${reason}`,
    )
  }
}

function checkIfMatch(route: Route) {
  const { ifMatch } = route.meta
  if (ifMatch === undefined) return
  const field = route.shape.fields.get(ifMatch)
  if (!field) fail(route, `ifMatch names "${ifMatch}", which is not an input field`)
  if (route.params.includes(ifMatch)) fail(route, `ifMatch names "${ifMatch}", which is a path parameter`)
  if (field.required) fail(route, `ifMatch names "${ifMatch}", which must be optional`)
}

function checkOutputNames(route: Route) {
  const { etag, location } = route.meta
  // Without a declared object, any name may be a field.
  const output = route.output && objectShape(route.output, 'output')
  const isOutput = (name: string) => !output || output.rest !== undefined || output.fields.has(name)
  if (etag !== undefined && !isOutput(etag)) fail(route, `etag names "${etag}", which is not an output field`)
  if (location === undefined) return
  for (const name of pathParams({ ...route, path: location })) {
    if (!isOutput(name) && !route.params.includes(name)) {
      fail(route, `location names {${name}}, which is neither an output field nor a path parameter`)
    }
  }
}

type Named = Pick<Route, 'procedure' | 'method' | 'path'>

function fail(route: Named, mistake: string): never {
  throw new Error(`@tandem/rest: ${route.procedure} (${route.method} ${route.path}): ${mistake}.`)
}
