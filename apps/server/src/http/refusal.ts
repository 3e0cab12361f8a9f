import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ErrorReport } from '@tandem/api'
import type { FastifyInstance } from 'fastify'
import { problemBody } from './problem.ts'
import { requestId } from './request-id.ts'
import { SECURITY_HEADERS } from './response/security-headers.ts'

interface RefusalOptions {
  status: number
  error?: ErrorReport['error']
  message?: string
  headers?: Record<string, string>
  /** The request, if there was one: its `X-Request-Id` is kept. */
  req?: Pick<IncomingMessage, 'headers' | 'method'>
}

/** The response to something that never reaches Fastify, with the headers of every other response. It ends the connection. */
export function refusal({ status, error = 'BAD_REQUEST', message, headers, req }: RefusalOptions) {
  const id = requestId(req ?? { headers: {} })
  const report = { error, message: message ?? STATUS_CODES[status] ?? 'Bad Request' }
  const body = JSON.stringify(problemBody(status, report, id))
  return {
    id,
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...headers,
      connection: 'close',
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-request-id': id,
    },
    body: req?.method === 'HEAD' ? '' : body,
  }
}

export type Refusal = ReturnType<typeof refusal>

/** How long a client may take to hang up after a refusal. */
const LINGER_MS = 1_000

/** Writes a refusal where Node has no response object. */
export function writeRefusal(socket: Duplex, { status, headers, body }: Refusal): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  // Destroyed with bytes unread, it would be reset, and the client might lose the answer.
  socket.resume()
  const hangUp = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(hangUp))
}

/** The access log has requests only, so this is the one line about a refusal. */
export function logRefusal(
  { log }: Pick<FastifyInstance, 'log'>,
  { id, status }: Pick<Refusal, 'id' | 'status'>,
  socket: Socket,
  code?: string,
): void {
  log.info({ requestId: id, status, code, ip: socket.remoteAddress }, 'refused')
}
