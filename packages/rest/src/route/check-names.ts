import type { RestRoute } from '../meta.ts'
import { fail, type Named } from './fail.ts'
import { pathParams } from './path.ts'
import { objectShape, type Schema, type Shape } from './shape.ts'
import { unspellable } from './spelling.ts'

/** The parts of a route in which names are looked up. */
interface NamingRoute extends Named {
  meta: RestRoute
  params: readonly string[]
  shape: Shape
  output: Schema | undefined
  contentTypes: readonly string[]
  takesBody: boolean
}

/** Refuses a route whose path or meta names a field that it has not, or that cannot be given. */
export function checkNames(route: NamingRoute, contextParams: readonly string[]) {
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
function checkSpelling(route: NamingRoute) {
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

function checkIfMatch(route: NamingRoute) {
  const { ifMatch } = route.meta
  if (ifMatch === undefined) return
  const field = route.shape.fields.get(ifMatch)
  if (!field) fail(route, `ifMatch names "${ifMatch}", which is not an input field`)
  if (route.params.includes(ifMatch)) fail(route, `ifMatch names "${ifMatch}", which is a path parameter`)
  if (field.required) fail(route, `ifMatch names "${ifMatch}", which must be optional`)
}

function checkOutputNames(route: NamingRoute) {
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
