import fp from 'fastify-plugin'
import { SlowBodies } from '../../http/slow-bodies.ts'

declare module 'fastify' {
  interface FastifyInstance {
    slowBodies: SlowBodies
  }
}

export interface SlowBodyOptions {
  /** Milliseconds that a body may take. Default: 30,000. */
  bodyMs?: number
  /** Bytes a second of an upload that takes longer. Default: 16,384. */
  minRate?: number
  /** Milliseconds between two looks. Default: 5,000. */
  intervalMs?: number
}

/** Answers requests whose bodies take too long with 408, as Node's own limit does. */
export const slowBodies = fp<SlowBodyOptions>(async (app, { bodyMs, minRate, intervalMs = 5_000 }) => {
  const bodies = new SlowBodies(bodyMs, minRate)
  app.decorate('slowBodies', bodies)
  const look = setInterval(() => {
    const now = performance.now()
    for (const [socket, { req }] of app.connections.withResponse()) {
      if (req.complete || !bodies.isTooSlow(req, socket, now)) continue
      const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
      app.server.emit('clientError', error, socket)
    }
  }, intervalMs).unref()
  app.addHook('onClose', async () => clearInterval(look))
})
