import type { AnyTRPCProcedure } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import type { HandlerOptions } from '../options.ts'
import { type RequestUrl, readRequestUrl } from './request-url.ts'

/** A request that this package answers itself: known procedures of one type, with JSON or nothing as input. */
export interface JsonRequest {
  type: 'query' | 'mutation'
  requestUrl: RequestUrl
  isBatchCall: boolean
  calls: { path: string; procedure: AnyTRPCProcedure }[]
  /** JSON: the call's input, or for a batch an object of inputs by index. Empty without an input. */
  input: string
}

/**
 * Reads a request. Returns undefined for one that tRPC's own handler has to answer: streams, subscriptions, other content
 * types, unknown procedures, lazy ones that are not loaded, wrong methods, refused batches. Nothing has been called by
 * then, so that the handler can start over.
 */
export function readJsonRequest(
  req: FastifyRequest,
  pathParam: string,
  options: HandlerOptions,
): JsonRequest | undefined {
  const { method } = req.raw
  if ((method !== 'GET' && method !== 'POST') || !isJson(req) || wantsStream(req)) return undefined
  // Fastify has decoded the path, and tRPC would decode it once more.
  const requestUrl = pathParam.includes('%') ? undefined : readRequestUrl(req)
  if (!requestUrl) return undefined
  const { isBatchCall } = requestUrl
  const paths = isBatchCall ? pathParam.split(',') : [pathParam]
  if (isBatchCall && !acceptsBatch(paths.length, options)) return undefined
  const calls = findProcedures(paths, options)
  const type = calls && typeOf(calls)
  if (!type || !acceptsMethod(type, method, options)) return undefined
  const input = method === 'GET' ? requestUrl.input : readBody(req)
  return input === undefined ? undefined : { type, requestUrl, isBatchCall, calls, input }
}

/** Like the official handler: by the raw headers, and without a content type only for GET. */
function isJson({ raw: { headers, method } }: FastifyRequest): boolean {
  const type = headers['content-type']
  if (type === undefined) return method === 'GET'
  return type === 'application/json' || type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

function wantsStream({ raw: { headers } }: FastifyRequest): boolean {
  return headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl') === true
}

function acceptsBatch(size: number, { allowBatching, batching, maxBatchSize }: HandlerOptions): boolean {
  return (allowBatching ?? batching?.enabled ?? true) && !(maxBatchSize !== undefined && size > maxBatchSize)
}

function findProcedures(
  paths: readonly string[],
  { router }: HandlerOptions,
): JsonRequest['calls'] | undefined {
  const { pathSeparator } = router._def._config
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures
  const calls: JsonRequest['calls'] = []
  for (const name of paths) {
    const path = pathSeparator === '.' ? name : name.split(pathSeparator).join('.')
    const procedure = procedures[path]
    if (!procedure) return undefined
    calls.push({ path, procedure })
  }
  return calls
}

function typeOf(calls: JsonRequest['calls']): JsonRequest['type'] | undefined {
  const type = calls[0]?.procedure._def.type
  if (type === undefined || type === 'subscription') return undefined
  return calls.every(({ procedure }) => procedure._def.type === type) ? type : undefined
}

function acceptsMethod(
  type: JsonRequest['type'],
  method: string,
  { allowMethodOverride }: HandlerOptions,
): boolean {
  return type === 'query' ? method === 'GET' || allowMethodOverride === true : method === 'POST'
}

/** The body, unless a hook has parsed it or `Request.text()` would strip a byte order mark from it. */
function readBody({ body }: FastifyRequest): string | undefined {
  return typeof body === 'string' && !body.startsWith('\uFEFF') ? body : undefined
}
