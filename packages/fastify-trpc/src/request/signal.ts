import type { FastifyReply, FastifyRequest } from 'fastify'

/** A signal that aborts when the client leaves before it was answered. */
export function signalOf({ raw: req }: FastifyRequest, { raw: res }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const { socket } = req
  const settle = () => {
    res.off('close', settle)
    socket.off('close', settle)
    if (!res.writableEnded) controller.abort()
  }
  res.on('close', settle)
  // A pipelined response that waits behind another has no socket yet, and gets no `close` event when it closes.
  if (!res.socket) socket.on('close', settle)
  if (res.destroyed || socket.destroyed) settle()
  return controller.signal
}
