import { constants } from 'node:os'
import { ExitError } from '../command.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Runs work that a signal ends in order: what it has begun is undone. A second signal ends the process at once.
 *
 * @throws ExitError with the exit code of the signal
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stops = SIGNALS.map((name) => {
    const stop = () => controller.abort(new ExitError('interrupted', 128 + constants.signals[name]))
    process.once(name, stop)
    return () => process.off(name, stop)
  })
  try {
    return await work(controller.signal)
  } catch (error) {
    // What the abort makes of the work is many errors.
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    for (const stop of stops) stop()
  }
}
