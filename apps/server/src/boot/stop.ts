import cluster from 'node:cluster'

/** Why and how a process stops. `replaced`: another worker already serves in its place. */
export interface StopRequest {
  reason: string
  replaced: boolean
}

/** What the primary sends to a worker. */
export type StopMessage = 'stop' | 'replaced'

/**
 * From then on, a second Ctrl-C ends the process at once. Before, it is the same one: a terminal sends SIGINT to pnpm, the
 * server and its workers, and pnpm passes it on.
 */
const FORCE_AFTER_MS = 1_000

/** Exit code of a process that SIGINT ended. */
const INTERRUPTED = 130

/**
 * Calls back once, at the first of the signals, or for a worker at the primary's message. Further ones are the same stop.
 * `force` runs before a person's second Ctrl-C ends the process.
 */
export function onStop(
  signals: readonly NodeJS.Signals[],
  stop: (request: StopRequest) => void,
  force: () => void = () => {},
): void {
  let stoppedAt: number | undefined
  const begin = (request: StopRequest) => {
    if (stoppedAt !== undefined) return
    stoppedAt = performance.now()
    stop(request)
  }
  for (const signal of signals) {
    process.on(signal, () => {
      const elapsed = stoppedAt === undefined ? 0 : performance.now() - stoppedAt
      if (signal === 'SIGINT' && elapsed > FORCE_AFTER_MS) {
        force()
        process.exit(INTERRUPTED)
      }
      begin({ reason: signal, replaced: false })
    })
  }
  if (!cluster.isWorker) return
  process.on('message', (message: StopMessage) => {
    if (message === 'stop') begin({ reason: 'the primary stops', replaced: false })
    if (message === 'replaced') begin({ reason: 'replaced', replaced: true })
  })
}
