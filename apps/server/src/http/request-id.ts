import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The caller's `X-Request-Id` if it is safe in a log and a header, or else a new one. */
export function requestId(req: Pick<IncomingMessage, 'headers'>): string {
  const sent = req.headers['x-request-id']
  return typeof sent === 'string' && /^[\w.-]{1,64}$/.test(sent) ? sent : randomUUID()
}
