import type { AppRouter } from '@tandem/api'
import {
  httpBatchLink,
  httpLink,
  isNonJsonSerializable,
  type Operation,
  splitLink,
  type TRPCLink,
} from '@trpc/client'
import { contextOf } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import { UnreadableAnswer } from './failure.ts'

/** How many calls the server takes in a batch. */
const MAX_BATCH = 20
/** Servers and proxies refuse longer URLs, some of them from 8 kB on. */
const MAX_URL_LENGTH = 6_000
/** An answer that takes longer, in ms, is taken for lost. */
const TIMEOUT_MS = 30_000

/** Sends queries and mutations: in batches, or alone where a batch cannot hold them. */
export function requestLink({ url, fetch }: Endpoint): TRPCLink<AppRouter> {
  const timed = timedFetch(fetch)
  return splitLink({
    condition: isAlone,
    true: httpLink({ url, fetch: timed, headers: ({ op }) => headersOf([op]) }),
    false: httpBatchLink({
      url,
      fetch: timed,
      headers: ({ opList }) => headersOf(opList),
      maxItems: MAX_BATCH,
      maxURLLength: MAX_URL_LENGTH,
    }),
  })
}

/** A key is for one call, and a form or bytes are a body of their own. */
function isAlone(op: Operation): boolean {
  return contextOf(op).idempotencyKey !== undefined || isNonJsonSerializable(op.input)
}

function headersOf(ops: Operation[]): Record<string, string> {
  const contexts = ops.map(contextOf)
  const key = contexts[0]?.idempotencyKey
  return {
    // Public calls may have none.
    ...contexts.find(({ credential }) => credential)?.credential,
    ...(key !== undefined && { 'idempotency-key': key }),
  }
}

/** As tRPC calls it: with fields that may be undefined. */
type FetchEsque = NonNullable<Parameters<typeof httpLink>[0]['fetch']>

/** `fetch` with a time limit, except for files, which take as long as they take. */
function timedFetch(fetch: Endpoint['fetch']): FetchEsque {
  return async (input, init) => {
    const response = await fetch(input, { ...(init as RequestInit), signal: limit(init) })
    const isJson = response.headers.get('content-type')?.includes('json')
    if (!response.ok && !isJson) throw new UnreadableAnswer(response)
    return response
  }
}

function limit(init: Parameters<FetchEsque>[1]): AbortSignal | null {
  const { body = null, signal = null } = init ?? {}
  if (body !== null && typeof body !== 'string') return signal
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
