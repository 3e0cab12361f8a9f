import type { AppRouter } from '@tandem/api'
import { httpSubscriptionLink, type Operation, type TRPCLink } from '@trpc/client'
import { EventSource, type FetchLike } from 'eventsource'
import { contextOf } from './context.ts'
import type { Endpoint } from './endpoint.ts'

/** How long the head of an answer may take, in ms. */
const HEAD_TIMEOUT_MS = 30_000

/** Subscriptions over server-sent events, each as long as its connection. */
export function eventStreamLink(endpoint: Endpoint): TRPCLink<AppRouter> {
  /** The attempts whose request has been sent. */
  const sent = new WeakSet<Operation>()
  return httpSubscriptionLink({
    url: endpoint.url,
    // Browsers' own EventSource cannot send headers, so that the token would be in the URL; Node 20 has none.
    EventSource,
    eventSourceOptions: ({ op }) => ({
      fetch: (url, init) => {
        // An EventSource connects again by itself, but with the token and the input of before. This ends it.
        if (sent.has(op)) return Promise.resolve(new Response(null, { status: 503 }))
        sent.add(op)
        return open(endpoint, op, url, init)
      },
    }),
  })
}

async function open(
  { fetch }: Endpoint,
  op: Operation,
  ...[url, init]: Parameters<FetchLike>
): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new DOMException('No answer', 'TimeoutError')), HEAD_TIMEOUT_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal
  try {
    return await fetch(url, { ...init, headers: { ...init.headers, ...contextOf(op).credential }, signal })
  } finally {
    clearTimeout(timer)
  }
}
