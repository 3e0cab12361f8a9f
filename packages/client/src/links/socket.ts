import type { AppRouter } from '@tandem/api'
import { createWSClient, TRPCClientError, type TRPCLink, wsLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { Credential } from '../session/session.ts'
import { contextOf } from './context.ts'
import type { Endpoint } from './endpoint.ts'

/** A connection for which nothing comes for so long is pinged, and is lost if no answer comes. In ms. */
const KEEP_ALIVE = { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 }

/** Subscriptions over WebSockets, each as long as its own: a socket has the credential with which it was opened. */
export function socketLink({ url }: Endpoint): TRPCLink<AppRouter> {
  const socketUrl = url.replace(/^http/, 'ws')
  return (runtime) =>
    ({ op, next }) =>
      observable((observer) => {
        const lose = () => observer.error(new TRPCClientError('The connection was lost'))
        const client = createWSClient({
          url: socketUrl,
          connectionParams: paramsOf(contextOf(op).credential),
          keepAlive: KEEP_ALIVE,
          // Told of before tRPC would connect again with the old credential. Closed, it does not.
          onClose: lose,
          onError: lose,
        })
        const subscription = wsLink<AppRouter>({ client })(runtime)({ op, next }).subscribe(observer)
        return () => {
          subscription.unsubscribe()
          void client.close()
        }
      })
}

/** Browsers cannot send headers with a WebSocket. The first message says who calls. */
function paramsOf(credential: Credential = {}): Record<string, string> {
  const { authorization, 'x-api-key': apiKey } = credential
  return { ...(authorization !== undefined && { authorization }), ...(apiKey !== undefined && { apiKey }) }
}
