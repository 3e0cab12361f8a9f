import { LazyAbortController } from '@tandem/lazy-abort'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A signal that aborts when the client leaves before it was answered. */
export function signalOf({ raw: req }: FastifyRequest, { raw: res }: FastifyReply): AbortSignal {
  // While the client waits behind another answer on the same socket its own does not close, but the request aborts.
  // That in turn does not happen once its body has been read; hence both. The request is only listened to where it
  // matters: a listener keeps it, and all it refers to, until a full garbage collection.
  const client = new LazyAbortController((made) => {
    req.once('aborted', () => made.abort())
    if (req.aborted) made.abort()
  })
  // The answer closes too when it was sent completely.
  res.once('close', () => {
    if (!res.writableEnded) client.abort()
  })
  if (res.destroyed) client.abort()
  return client.signal
}
