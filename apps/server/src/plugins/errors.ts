import { reportError } from '@tandem/api'
import { toTRPCError } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { formatError } from '../http/problem.ts'
import { logRefusal } from '../http/refusal.ts'
import { SECURITY_HEADERS } from '../http/response/security-headers.ts'

/** Problem details for errors outside the two APIs: unknown paths, bad URLs, failing plugins. */
export const errors = fp(async (app) => {
  app.addHook('onRequest', (req, reply, done) => {
    reply.header('x-request-id', req.id)
    done()
  })

  app.addHook('onSend', (_req, reply, _payload, done) => {
    // Rate limits set it themselves. Other causes of 429, such as too many streams, do not.
    if (reply.statusCode === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', '60')
    done()
  })

  app.setErrorHandler((cause, req, reply) => {
    // A body that cannot be read is not what is wrong with a request for nothing.
    if (req.is404) return answerNotFound(req, reply)
    const error = toTRPCError(cause)
    logError(req, error)
    return sendProblem(reply, error)
  })

  app.setNotFoundHandler(answerNotFound)
})

function answerNotFound({ method, url }: FastifyRequest, reply: FastifyReply) {
  const message = `Nothing is at ${method} ${url.split('?')[0]}`
  // Only the script of the web app knows the paths of its pages.
  return reply.sendPage?.() ?? sendProblem(reply, new TRPCError({ code: 'NOT_FOUND', message }))
}

/** Responds to a URL that cannot be decoded. No route and no hook sees it. */
export function refuseUrl(cause: FastifyError, req: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS).header('x-request-id', req.id)
  sendProblem(reply, toTRPCError(cause))
  logRefusal(req, { id: req.id, status: reply.statusCode }, req.socket, cause.code)
}

/** Logs the cause of an internal error, which the response does not reveal. */
export function logError(req: FastifyRequest, error: TRPCError): void {
  // A caller who left while waiting is no failure.
  if (error.code === 'INTERNAL_SERVER_ERROR' && reportError(error).status >= 500)
    req.log.error({ err: error.cause ?? error }, 'request failed')
}

function sendProblem(reply: FastifyReply, error: TRPCError) {
  const { status, headers, body } = formatError(error, reply.request.id)
  return reply.code(status).headers(headers).send(body)
}
