import { assembleClient, type ClientOptions, type TandemClient } from './create-client.ts'
import { eventStreamLink } from './links/event-stream.ts'

export type { AppRouter, ErrorCode, ErrorData, ErrorShape, Issue } from '@tandem/api'
export type { ClientOptions, TandemClient } from './create-client.ts'
export type { Auth, GetAccessToken, Tokens } from './session/auth.ts'

/**
 * A client that signs in with the first call, sends up to 20 calls in a batch, and renews its tokens before they expire,
 * once for all calls. Failed queries are repeated, and so are mutations: each has an `Idempotency-Key` and takes effect once.
 * Subscriptions continue after the last event whatever happens to token and connection.
 * @throws TypeError if `url` is not an absolute URL.
 */
export function createClient(options: ClientOptions): TandemClient {
  return assembleClient(options, eventStreamLink)
}
