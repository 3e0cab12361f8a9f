import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { definition, isSchema, type Schema } from './shape.ts'

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// RFC 9111, section 5.2: directives, each with an argument or without.
const directive = /[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|"[ !\x23-\x5b\x5d-\x7e]*"))?/
  .source
const cacheControl = new RegExp(`^${directive}(?:, *${directive})*$`)
const mediaType = /^(?:\*\/\*|[a-z0-9][a-z0-9!#$&^_.+-]*\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*))$/

// Without 300 and 304, which choose and repeat instead of redirecting.
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

const text = z.string()
const path = text.regex(/^\//, 'must start with "/"')
const isFunction = (value: unknown) => typeof value === 'function'
const schema = z.custom<Schema>(isSchema, 'must be a zod 4 schema')
const headers = z.custom<Schema>(isHeaders, 'must be a z.object() whose keys are header names')
const errorStatus = z.coerce.number().pipe(z.int('must be a status').min(400).max(599))

/** What each field of the meta may be. A field that `RestRoute` has and this lacks does not compile. */
const fields = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path,
  summary: text,
  description: text,
  tags: z.array(text.min(1)),
  protect: z.boolean(),
  deprecated: z.boolean(),
  operationId: text.regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'must be letters, digits, "_", "." and "-"'),
  enabled: z.boolean(),
  errorResponses: z.union([
    z.array(z.int().min(400).max(599)),
    z.record(
      errorStatus,
      z.union([text, z.null(), z.object({ description: text, schema, contentType: text.optional() })]),
    ),
  ]),
  errors: z.custom(isDeclared, 'must be what declareErrors returns'),
  successDescription: text,
  requestHeaders: headers,
  responseHeaders: headers,
  contentTypes: z
    .array(z.enum(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']))
    .min(1, 'must name at least one'),
  responseType: text.regex(mediaType, 'must be a media type in lower case and without parameters'),
  successStatus: z.number().refine(isSuccess, 'must be a 2xx, or a redirect: 301, 302, 303, 307 or 308'),
  etag: text.min(1),
  ifMatch: text.min(1),
  location: path,
  links: z.custom(isFunction, 'must be a function'),
  cacheControl: text.regex(cacheControl, 'must be directives such as "private, max-age=60"'),
  event: schema,
}

export type MetaField = keyof typeof fields

const { method, path: required, ...optional } = fields
const meta = z.strictObject({ method, path: required, ...z.object(optional).partial().shape })

/** The mistakes in a procedure's `openapi` meta, each with the field's name. */
export function mistakesIn(openapi: unknown): string[] {
  // A field that is undefined is one that is not there.
  const given =
    typeof openapi === 'object' && openapi !== null
      ? Object.fromEntries(Object.entries(openapi).filter(([, value]) => value !== undefined))
      : openapi
  const { error } = meta.safeParse(given)
  return error ? error.issues.flatMap(describe) : []
}

function describe(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownField)
  const field = issue.path.map(String).join('.')
  return [`${field === '' ? 'openapi' : field}: ${issue.message}`]
}

function unknownField(name: string): string {
  const near = closest(name, Object.keys(fields))
  const hint = distance(name, near) <= Math.max(2, near.length / 4) ? `: did you mean "${near}"?` : ''
  return `there is no field "${name}"${hint}`
}

function isHeaders(value: unknown): boolean {
  if (!isSchema(value)) return false
  const def = definition(value)
  return def.type === 'object' && Object.keys(def.shape).every((name) => token.test(name))
}

function isDeclared(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'declarations' in value
}

function isSuccess(status: number): boolean {
  return (Number.isInteger(status) && status >= 200 && status <= 299) || REDIRECTS.has(status)
}
