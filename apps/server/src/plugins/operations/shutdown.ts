import fp from 'fastify-plugin'
import { Connections } from '../../http/connections.ts'

const SWEEP_INTERVAL_MS = 25

declare module 'fastify' {
  interface FastifyInstance {
    connections: Connections
    /**
     * Prepares for `close()` while everything is still served: clients are asked to leave, and unless others serve the
     * port (`replaced`), `/health/ready` says that this server stops.
     */
    startDraining(options?: { replaced?: boolean }): void
    /** Whether `/health/ready` must not send anyone here. */
    isStopping(): boolean
  }
}

export interface ShutdownOptions {
  /** Milliseconds for what is in flight when the server closes. Then it is cut. Default: 25,000. */
  graceMs?: number
  /** Milliseconds after which a client that takes nothing of its response is cut meanwhile. Default: 5,000. */
  stallMs?: number
}

/**
 * `close()` ends what carries no request, and waits for requests in flight until their responses have been sent, for
 * `graceMs` at most.
 */
export const shutdown = fp<ShutdownOptions>(async (app, { graceMs = 25_000, stallMs = 5_000 }) => {
  const connections = new Connections(app.server)
  let isStopping = false
  app.decorate('connections', connections)
  app.decorate('isStopping', () => isStopping)
  app.decorate('startDraining', ({ replaced = false } = {}) => {
    isStopping = !replaced
    connections.drain()
  })

  app.addHook('preClose', async () => {
    if (!connections.isDraining) app.startDraining()
    connections.endIdle()
    connections.disconnectStalled(stallMs)
    const sweep = setInterval(() => connections.endIdle(), SWEEP_INTERVAL_MS)
    const cut = setTimeout(() => {
      app.log.warn('cutting the requests that are still in flight')
      connections.destroyAll()
    }, graceMs)
    app.server.once('close', () => {
      clearInterval(sweep)
      clearTimeout(cut)
    })
  })
})
