import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The caller's `X-Request-Id`, where it is one that can stand in a log and a header; else a new one. */
export function requestId(req: Pick<IncomingMessage, 'headers'>): string {
  const sent = req.headers['x-request-id']
  return typeof sent === 'string' && /^[\w.-]{1,64}$/.test(sent) ? sent : randomUUID()
}
