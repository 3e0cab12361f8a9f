import { purge, type Services } from '@tandem/api'
import type { FastifyPluginAsync } from 'fastify'

/** Milliseconds. The first time soon, for a server that never runs for an hour. */
const FIRST_AFTER = 10_000
const EVERY = 3_600_000

/** Removes by itself what nobody can use any more. Each process does; they do not get in each other's way. */
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
  const first = setTimeout(run, FIRST_AFTER).unref()
  const further = setInterval(run, EVERY).unref()
  app.addHook('onClose', async () => {
    clearTimeout(first)
    clearInterval(further)
    await running
  })
}
