import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer } from './answer/answer.ts'
import { discardOutput } from './answer/media.ts'
import { compileResponseMeta, type ResponseMeta } from './answer/response-meta.ts'
import type { Call, WithSignal } from './call.ts'
import { isNotModified } from './conditional/revalidate.ts'
import type { Route } from './route/route.ts'

/** Compiles the handler of a route that is no event stream: it calls the procedure and sends its output. */
export function compileHandler(
  route: Route,
  call: Call,
  answer: Answer,
  responseMeta: ResponseMeta | undefined,
): (req: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const { kind } = route.plan
  // What is still being made while it is sent needs its signal for as long.
  const run = kind === 'media' || kind === 'any' ? whileOpen : untilCalled
  const statusOf = responseMeta && compileResponseMeta(route, responseMeta)

  return async (req, reply) => {
    try {
      const { input, output, ctx } = await run(reply, (controller) => call(req, reply, controller))
      if (reply.sent) {
        discardOutput(output)
        return reply
      }
      return answer(req, reply, input, output, statusOf?.(reply, output, ctx))
    } catch (error) {
      if (!isNotModified(error)) throw error
      return reply.sent ? reply : reply.code(304).send()
    }
  }
}

/** Runs a call with a signal that aborts when the response closes: the client left, or a timeout was answered. */
async function untilCalled<T>(reply: FastifyReply, run: (controller: WithSignal) => Promise<T>): Promise<T> {
  // Not `req.signal`, which misses a client that leaves during a POST: a request closes once its body is read.
  const controller = new AbortController()
  const abort = () => controller.abort()
  reply.raw.once('close', abort)
  if (reply.raw.destroyed) abort()
  try {
    return await run(controller)
  } finally {
    reply.raw.off('close', abort)
  }
}

/** As `untilCalled`, and the signal also aborts when the client leaves after the call, while the output is sent. */
function whileOpen<T>(reply: FastifyReply, run: (controller: WithSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = () => {
    if (!reply.raw.writableFinished) controller.abort()
  }
  reply.raw.once('close', abort)
  if (reply.raw.destroyed) abort()
  return run(controller)
}
