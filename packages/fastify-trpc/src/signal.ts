import type { FastifyReply, FastifyRequest } from 'fastify'

/** A signal that aborts when the client leaves before it was answered. */
export function signalOf(req: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const res = reply.raw
  const abort = () => controller.abort()
  // The answer closes too when it was sent completely. The request does not close while the client waits behind
  // another answer on the same socket, nor aborts once its body has been read; hence both.
  res.once('close', () => {
    if (!res.writableEnded) abort()
  })
  req.raw.once('aborted', abort)
  if (res.destroyed) abort()
  return controller.signal
}
