import type { AnyTRPCProcedure } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import type { HandlerOptions } from '../options.ts'
import { type Address, readAddress } from './address.ts'

/** A request that is answered here: known procedures of one type, with JSON or nothing as input. */
export interface Ordinary {
  type: 'query' | 'mutation'
  address: Address
  isBatchCall: boolean
  calls: { path: string; procedure: AnyTRPCProcedure }[]
  /** JSON: the call's input, or for a batch an object of inputs by index. Empty where there is none. */
  input: string
}

/**
 * Reads a request, or returns undefined for one that is not ordinary: streams, subscriptions, other content types,
 * unknown procedures and lazy ones not loaded yet, wrong methods, refused batches… Nothing was called by then, so
 * tRPC's own handler can start over, and those answers are its own.
 */
export function readOrdinary(
  req: FastifyRequest,
  pathParam: string,
  options: HandlerOptions,
): Ordinary | undefined {
  const { method } = req.raw
  if ((method !== 'GET' && method !== 'POST') || !isJson(req) || wantsStream(req)) return undefined
  // Fastify has decoded the path, and tRPC does so once more.
  const address = pathParam.includes('%') ? undefined : readAddress(req)
  if (!address) return undefined
  const { isBatchCall } = address
  const paths = isBatchCall ? pathParam.split(',') : [pathParam]
  if (isBatchCall && !takesBatch(paths.length, options)) return undefined
  const calls = findProcedures(paths, options)
  const type = calls && typeOf(calls)
  if (!type || !takesMethod(type, method, options)) return undefined
  const input = method === 'GET' ? address.input : readBody(req)
  return input === undefined ? undefined : { type, address, isBatchCall, calls, input }
}

/** As official: by the raw headers, and without a content type only for GET. */
function isJson({ raw: { headers, method } }: FastifyRequest): boolean {
  const type = headers['content-type']
  if (type === undefined) return method === 'GET'
  return type === 'application/json' || type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

function wantsStream({ raw: { headers } }: FastifyRequest): boolean {
  return headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl') === true
}

function takesBatch(size: number, { allowBatching, batching, maxBatchSize }: HandlerOptions): boolean {
  return (allowBatching ?? batching?.enabled ?? true) && !(maxBatchSize !== undefined && size > maxBatchSize)
}

function findProcedures(paths: readonly string[], { router }: HandlerOptions): Ordinary['calls'] | undefined {
  const { pathSeparator } = router._def._config
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures
  const calls: Ordinary['calls'] = []
  for (const name of paths) {
    const path = pathSeparator === '.' ? name : name.split(pathSeparator).join('.')
    const procedure = procedures[path]
    if (!procedure) return undefined
    calls.push({ path, procedure })
  }
  return calls
}

function typeOf(calls: Ordinary['calls']): Ordinary['type'] | undefined {
  const type = calls[0]?.procedure._def.type
  if (type === undefined || type === 'subscription') return undefined
  return calls.every(({ procedure }) => procedure._def.type === type) ? type : undefined
}

function takesMethod(
  type: Ordinary['type'],
  method: string,
  { allowMethodOverride }: HandlerOptions,
): boolean {
  return type === 'query' ? method === 'GET' || allowMethodOverride === true : method === 'POST'
}

/** The body where `Request.text()` returns it as it is, not where a hook parsed it or it has a byte order mark. */
function readBody({ body }: FastifyRequest): string | undefined {
  return typeof body === 'string' && !body.startsWith('\uFEFF') ? body : undefined
}
