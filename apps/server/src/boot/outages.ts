import type { Database } from '@tandem/db'
import type { FastifyBaseLogger } from 'fastify'

/**
 * The same `listen`, which also logs once when the database is lost and once when it is back: its connections have a
 * heartbeat, so that an outage is noticed even while nobody calls.
 */
export function reportOutages(
  listen: Database['listen'],
  log: Pick<FastifyBaseLogger, 'error' | 'info'>,
): Database['listen'] {
  const lost = new Set<string>()
  return (channel, listener) =>
    listen(channel, {
      ...listener,
      onReady: async () => {
        await listener.onReady()
        if (lost.delete(channel) && lost.size === 0) log.info('the database is back')
      },
      onLost: (error) => {
        if (lost.size === 0) log.error({ reason: error.message }, 'the database is lost')
        lost.add(channel)
        listener.onLost?.(error)
      },
    })
}
