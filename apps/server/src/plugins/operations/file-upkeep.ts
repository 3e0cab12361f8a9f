import { setTimeout as sleep } from 'node:timers/promises'
import { CONFIRM_MS, findStrays, removeStrays, type Services } from '@tandem/api'
import { isDatabaseUnavailable } from '@tandem/db/errors'
import type { FastifyPluginAsync } from 'fastify'

/** With the time between the two looks, what belongs to nothing is gone within a minute of the start. */
const FIRST_SWEEP_MS = 5_000
const SWEEP_INTERVAL_MS = 3_600_000
const REMOVAL_INTERVAL_MS = 20_000

export interface FileUpkeepOptions {
  firstSweepMs?: number
  confirmMs?: number
}

/** Deletes the bytes of deleted files, and what an upload left behind that was killed. Every process does; that does no harm. */
export const fileUpkeep: FastifyPluginAsync<FileUpkeepOptions & { services: Services }> = async (
  app,
  options,
) => {
  const { services, firstSweepMs = FIRST_SWEEP_MS, confirmMs = CONFIRM_MS } = options
  const { db, files } = services
  const leaving = new AbortController()
  const running = new Map<string, Promise<void>>()

  /** Does nothing while the last of the same name runs. */
  const run = (name: string, work: () => Promise<void>) => {
    if (running.has(name)) return
    const done = work()
      .catch((err) => {
        // That the database is lost is in the log already.
        if (leaving.signal.aborted || isDatabaseUnavailable(err)) return
        app.log.warn({ err }, `could not ${name}; will try again`)
      })
      .finally(() => running.delete(name))
    running.set(name, done)
  }
  const remove = () => run('remove files', async () => void (await files.removeBytes()))
  const sweep = () =>
    run('sweep files', async () => {
      const strays = await findStrays(db, files.store)
      await sleep(confirmMs, undefined, { signal: leaving.signal, ref: false })
      const removed = await removeStrays(db, files.store, strays)
      app.log.info(removed, 'swept files')
    })

  const first = setTimeout(sweep, firstSweepMs).unref()
  const further = setInterval(sweep, SWEEP_INTERVAL_MS).unref()
  const removals = setInterval(remove, REMOVAL_INTERVAL_MS).unref()
  app.addHook('onClose', async () => {
    clearTimeout(first)
    clearInterval(further)
    clearInterval(removals)
    leaving.abort()
    await Promise.all(running.values())
  })
}
