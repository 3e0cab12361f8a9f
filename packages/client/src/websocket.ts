import { assembleClient, type ClientOptions, type TandemClient } from './create-client.ts'
import { lazyLink } from './links/lazy.ts'

/**
 * The same client with its subscriptions over WebSockets: they take none of the six connections that a browser opens to a
 * host under HTTP/1.1. Without a global `WebSocket`, as in Node 20, subscriptions fail.
 * @throws TypeError if `url` is not an absolute URL.
 */
export function createClient(options: ClientOptions): TandemClient {
  return assembleClient(options, (endpoint) =>
    lazyLink(() => import('./links/socket.ts').then(({ socketLink }) => socketLink(endpoint))),
  )
}
