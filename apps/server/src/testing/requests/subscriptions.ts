import type { AppRouter } from '@tandem/api'
import { createTRPCClient, createWSClient, httpSubscriptionLink, wsLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { bearer, type Caller } from '../caller.ts'
import { type EventStream, openEvents } from './event-stream.ts'

/** Opens the REST stream of a user's changes. It is closed when the test ends. */
export async function followEvents(
  caller: Pick<Caller, 'url' | 'tasks' | 'token'>,
  headers: Record<string, string> = {},
  query = '',
): Promise<EventStream> {
  const url = `${caller.url}${caller.tasks}/events${query}`
  const stream = await openEvents(url, { ...bearer(caller), ...headers })
  onTestFinished(() => stream.close())
  return stream
}

/** The changes that a stream has received, each with its revision and without its epoch. */
export function changesOf(stream: EventStream) {
  return stream.events().flatMap(({ id, data }) => {
    if (!data) return []
    const { epoch: _, ...change } = JSON.parse(data)
    return [{ revision: Number(id), ...change }]
  })
}

/** The official client over a WebSocket, which is closed when the test ends. */
export function overWebSocket(caller: Caller, params: () => Record<string, string> = () => bearer(caller)) {
  const closes: { code?: number }[] = []
  const client = createWSClient({
    url: `${caller.url.replace(/^http/, 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: async () => params(),
    retryDelayMs: () => 20,
    onClose: (cause) => closes.push(cause ?? {}),
  })
  onTestFinished(() => void client.close())
  return { closes, trpc: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }) }
}

/** The official client with subscriptions over server-sent events. */
export function overSse(caller: Caller) {
  const link = httpSubscriptionLink({
    url: `${caller.url}/trpc`,
    connectionParams: () => bearer(caller),
    EventSource,
  })
  return { trpc: createTRPCClient<AppRouter>({ links: [link] }) }
}
