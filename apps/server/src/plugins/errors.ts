import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { toTRPCError } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { formatError, problemBody } from '../http/problem.ts'

/** What goes wrong outside the two APIs is told in the same words: unknown paths, bad URLs, a failing plugin. */
export const errors = fp(async (app) => {
  app.addHook('onRequest', (req, reply, done) => {
    reply.header('x-request-id', req.id)
    done()
  })

  app.addHook('onSend', (_req, reply, _payload, done) => {
    // A limit says when; what else there may be too much of says nothing.
    if (reply.statusCode === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', '60')
    done()
  })

  app.setErrorHandler((cause, req, reply) => {
    const error = toTRPCError(cause)
    logError(req, error)
    return sendProblem(reply, error)
  })

  app.setNotFoundHandler(({ method, url }, reply) => {
    const message = `Nothing is at ${method} ${url.split('?')[0]}`
    // A page of the web app, where there is one, is a path that only its script knows.
    return reply.sendPage?.() ?? sendProblem(reply, new TRPCError({ code: 'NOT_FOUND', message }))
  })
})

/** A URL that cannot be decoded never reaches a route, nor its hooks. */
export function refuseUrl(cause: FastifyError, req: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', req.id)
  sendProblem(reply, toTRPCError(cause))
}

/** What is not HTTP, or too slow or too large to become a request, is answered on the bare socket. */
export function refuseConnection(cause: NodeJS.ErrnoException, socket: Socket): void {
  if (cause.code === 'ECONNRESET' || !socket.writable) return
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[cause.code ?? ''] ?? 400
  const title = STATUS_CODES[status] ?? 'Bad Request'
  const body = JSON.stringify(problemBody(status, { error: 'BAD_REQUEST', message: title }, randomUUID()))
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/** Logs what the caller is not told: the cause of an internal error. */
export function logError(req: FastifyRequest, error: TRPCError): void {
  if (error.code === 'INTERNAL_SERVER_ERROR') req.log.error({ err: error.cause ?? error }, 'request failed')
}

function sendProblem(reply: FastifyReply, error: TRPCError) {
  const { status, headers, body } = formatError(error, reply.request.id)
  return reply.code(status).headers(headers).send(body)
}
