import { createClient } from '@tandem/client/websocket'
import { accessToken } from '../session/session.ts'
import { BASE_PATH } from './base-path.ts'
import { trackedFetch } from './connection.ts'

/** The server's procedures. A WebSocket for streams, because an event stream takes one of a browser's few connections. */
export const client = createClient({
  url: location.origin + BASE_PATH,
  auth: { accessToken },
  fetch: trackedFetch,
  // TanStack Query and the outbox repeat calls: they know when there is no connection, and wait for it.
  retries: 0,
})

export type Client = typeof client
