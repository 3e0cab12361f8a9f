import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { logRefusal, refusal, writeRefusal } from '../http/refusal.ts'

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/** What Node's parser and timers refuse, other than with 400. */
const STATUS_OF: Record<string, { status: number; error?: 'PAYLOAD_TOO_LARGE' }> = {
  HPE_HEADER_OVERFLOW: { status: 431 },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, error: 'PAYLOAD_TOO_LARGE' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408 },
}

/** Responses to what Node does not pass on as a request. By itself Node answers with a bare status line, or not at all. */
export const refusals = fp(async (app) => {
  app.server.on('checkExpectation', (req: IncomingMessage, res: ServerResponse) => {
    const message = 'Only "Expect: 100-continue" is understood'
    const answer = refusal({ status: 417, message, req })
    res.writeHead(answer.status, answer.headers).end(answer.body)
    logRefusal(app, answer, req.socket)
  })

  app.server.on('connect', (req: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    const error = 'METHOD_NOT_ALLOWED'
    const answer = refusal({ status: 405, error, headers: { allow: METHODS }, req })
    writeRefusal(socket, answer)
    logRefusal(app, answer, socket)
  })
})

/** Responds to what is not HTTP, or is too slow or too large to become a request. Fastify's `clientErrorHandler`. */
export function refuseConnection(this: FastifyInstance, cause: NodeJS.ErrnoException, socket: Socket): void {
  if (cause.code === 'ECONNRESET' || !socket.writable) return
  // Bytes of ours in the middle of another response would be taken for a part of it.
  if (this.connections.responseOn(socket)?.headersSent) return void socket.destroy()
  const answer = refusal(STATUS_OF[cause.code ?? ''] ?? { status: 400 })
  writeRefusal(socket, answer)
  logRefusal(this, answer, socket, cause.code)
}
