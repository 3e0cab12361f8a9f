import { purge, type Services } from '@tandem/api'
import type { FastifyPluginAsync } from 'fastify'

/** Soon after the start, for servers that never run for an hour. */
const FIRST_PURGE_MS = 10_000
const PURGE_INTERVAL_MS = 3_600_000

/** Purges on a schedule. Every process does, and concurrent purges do no harm. */
export const upkeep: FastifyPluginAsync<{ services: Services }> = async (app, { services }) => {
  let running: Promise<void> | undefined
  const run = () => {
    running ??= purge(services.db, services.clock())
      .then(
        (purged) => app.log.info(purged, 'purged'),
        (err) => app.log.warn({ err }, 'could not purge; will try again'),
      )
      .finally(() => {
        running = undefined
      })
  }
  const first = setTimeout(run, FIRST_PURGE_MS).unref()
  const further = setInterval(run, PURGE_INTERVAL_MS).unref()
  app.addHook('onClose', async () => {
    clearTimeout(first)
    clearInterval(further)
    await running
  })
}
