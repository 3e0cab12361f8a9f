import { isUtf8 } from 'node:buffer'
import { TRPCError } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { compileIfMatch } from '../conditional/if-match.ts'
import type { Route } from '../route/route.ts'
import { isOptional, type Schema, takesNothing } from '../route/shape.ts'
import { type Bracketed, compileBrackets } from './brackets.ts'
import { compileBranchCheck } from './branch-fields.ts'
import { compileInputCoercer, type Input, type InputCoercer, inSequence } from './coerce-input.ts'
import { rejection, unrecognized } from './issues.ts'

/** Reads a procedure's raw input from a request. Throws, or rejects with, all mistakes at once. */
export type InputReader = (req: FastifyRequest) => unknown

// Assigning these would reach the prototype instead of adding a field.
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype'])

const lastEventId = 'lastEventId'

/** Compiles a route's input reader: where each field comes from, and how it is coerced. */
export function compileInput(route: Route): InputReader {
  const { inputs, params, shape, takesBody } = route
  const reserved = reservedNames(route)
  const pathFields = params.filter((name) => shape.fields.has(name))
  const accepts = (key: string) =>
    !reserved.has(key) && (shape.fields.has(key) || (shape.rest !== undefined && !unsafeKeys.has(key)))
  const brackets = compileBrackets(shape.fields)
  const inBrackets = (key: string) => {
    const found = brackets(key)
    return found && !reserved.has(found.field) ? found : undefined
  }
  const nowhere = () => undefined
  const readQuery = takesBody
    ? collector('query parameter', () => false, nowhere)
    : collector('query parameter', accepts, inBrackets)
  const acceptsBody = (key: string) => takesBody && accepts(key)
  const readBody = collector('body field', acceptsBody, nowhere)
  const readForm = collector('body field', acceptsBody, takesBody ? inBrackets : nowhere)
  const coerceText = coercer(inputs, () => true)
  const coerceJson = coercer(inputs, (field) => reserved.has(field))
  const readIfMatch = compileIfMatch(route)
  const readHeader = readsLastEventId(route) ? readLastEventId : undefined
  const isSentAsText = (req: FastifyRequest) => !takesBody || !isJson(req)
  const declared = inputs.filter((schema) => !takesNothing(schema))
  const checkBranches = compileBranchCheck(inputs, takesBody ? 'body field' : 'query parameter')
  const mayBeEmpty = emptiness(declared)

  return (req) => {
    const issues: z.core.$ZodIssue[] = []
    const raw: Input = {}
    const values = req.params as Record<string, string>
    for (const name of pathFields) raw[name] = values[name]
    checkPercentEncoding(req.url)
    readQuery(req.query, raw, issues)
    const isText = isSentAsText(req)
    const readFields = isText ? readForm : readBody
    readFields(takesBody ? req.body : strayBody(req, issues), raw, issues)
    readHeader?.(req, raw)
    const isEmpty = mayBeEmpty(req) && Object.keys(raw).length === 0
    const input = isText ? coerceText(raw, issues) : coerceJson(raw, issues)
    const isConditional = readIfMatch?.(req, input) ?? false
    checkBranches(input, issues)
    if (issues.length > 0) return rejectWithAll(declared, input, issues)
    return isEmpty && !isConditional ? undefined : input
  }
}

/** Whether a request without any input calls the procedure without one, so that fields are required only beside others. */
export function isOptionalInput({ inputs }: Pick<Route, 'inputs'>): boolean {
  return inputs.every((schema) => isOptional(schema) || takesNothing(schema))
}

/** Compiles whether a request without fields may have no input at all, rather than an empty one. */
function emptiness(declared: Schema[]): (req: FastifyRequest) => boolean {
  if (declared.length === 0) return () => true
  return isOptionalInput({ inputs: declared }) ? (req) => req.body === undefined : () => false
}

/** The input fields that neither the query nor the body may set. */
export function reservedNames({ meta, params }: Route): ReadonlySet<string> {
  return new Set(meta.ifMatch === undefined ? params : [...params, meta.ifMatch])
}

/** Whether `Last-Event-ID` sets an input field, as in tRPC's own streams. */
export function readsLastEventId(route: Route): boolean {
  return route.isEventStream && route.shape.fields.has(lastEventId) && !reservedNames(route).has(lastEventId)
}

/** The header wins over the query. An `EventSource` can only set the query of its first connection. */
function readLastEventId(req: FastifyRequest, input: Input) {
  const header = req.headers['last-event-id']
  if (typeof header !== 'string' || header === '') return
  // Node decodes headers as Latin-1. Browsers send UTF-8, some clients Latin-1.
  const bytes = Buffer.from(header, 'latin1')
  input[lastEventId] = isUtf8(bytes) ? bytes.toString() : header
}

function collector(
  what: string,
  accepts: (key: string) => boolean,
  inBrackets: (key: string) => Bracketed | undefined,
) {
  return (source: unknown, input: Input, issues: z.core.$ZodIssue[]) => {
    if (source === undefined) return
    if (!isRecord(source)) {
      issues.push(notAnObject(source))
      return
    }
    for (const key of Object.keys(source)) {
      const target = accepts(key) ? { field: key } : inBrackets(key)
      if (target) add(input, target, source[key])
      else issues.push(unrecognized(what, key))
    }
  }
}

/** The same list may be written partly with brackets and partly without. */
function add(input: Input, { field, property }: Bracketed, value: unknown) {
  // Not what every object inherits, such as `toString`.
  const held = Object.hasOwn(input, field) ? input[field] : undefined
  const added = property === undefined ? value : { [property]: value }
  if (held === undefined) input[field] = added
  else if (property === undefined || !isRecord(held)) input[field] = [held, added].flat()
  else held[property] = Object.hasOwn(held, property) ? [held[property], value].flat() : value
}

function isJson(req: FastifyRequest): boolean {
  const contentType = req.headers['content-type']
  return contentType === undefined || contentType.toLowerCase().startsWith('application/json')
}

function coercer(inputs: Schema[], isText: (field: string) => boolean): InputCoercer {
  return inSequence(
    inputs.map((schema) => compileInputCoercer(schema, (name) => (isText(name) ? 'text' : 'json'))),
  )
}

/** Reports the adapter's own issues together with those that the schemas find in the rest of the input. */
async function rejectWithAll(inputs: Schema[], input: Input, issues: z.core.$ZodIssue[]): Promise<never> {
  const found = issues.some((issue) => issue.code === 'invalid_type') ? [] : inputs
  const results = await Promise.all(found.map((schema) => z.core.safeParseAsync(schema, input)))
  const all = [...issues, ...results.flatMap((result) => result.error?.issues ?? [])]
  throw new TRPCError({
    code: 'UNPROCESSABLE_CONTENT',
    message: 'The request is not valid',
    cause: rejection(all),
  })
}

function checkPercentEncoding(url: string) {
  const start = url.indexOf('?')
  if (start === -1 || url.indexOf('%', start) === -1) return
  try {
    decodeURIComponent(url.slice(start))
  } catch {
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: 'The query string is not valid percent-encoded UTF-8',
    })
  }
}

/** The body of a GET, HEAD or DELETE. Fastify only parses that of a DELETE. */
function strayBody(req: FastifyRequest, issues: z.core.$ZodIssue[]): unknown {
  if (req.body !== undefined) return req.body
  const length = req.headers['content-length']
  const isSent = req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
  if (isSent && req.method !== 'DELETE') {
    issues.push({ code: 'custom', path: [], message: `A ${req.method} request takes no body` })
  }
  return undefined
}

function notAnObject(body: unknown): z.core.$ZodIssue {
  const received = body === null ? 'null' : Array.isArray(body) ? 'array' : typeof body
  return {
    code: 'invalid_type',
    expected: 'object',
    path: [],
    message: `Invalid body: expected object, received ${received}`,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
