import { log } from '../src/log.ts'
import type { LoadOptions } from './options.ts'
import { runStep, type StepResult } from './step.ts'
import { type LoadUser, usersOf, withUsers } from './users.ts'

/**
 * Sends the load, and deletes the users that it registered for it. The signal ends it early, with the results so far.
 * @throws where users cannot be registered, known or deleted
 */
export function load(options: LoadOptions, signal: AbortSignal): Promise<StepResult[]> {
  const climb = (users: LoadUser[]) => ramp(options, users, signal)
  return options.tokens === undefined
    ? withUsers(options, signal, climb)
    : usersOf(options.url, options.tokens, options.users).then(climb)
}

/** Each step has more users than the one before it, and the last has all of them. */
async function ramp(
  { url, seconds, steps, rate }: LoadOptions,
  users: LoadUser[],
  signal: AbortSignal,
): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (let step = 1; step <= steps && !signal.aborted; step++) {
    const some = users.slice(0, Math.ceil((users.length * step) / steps))
    log(`${some.length} users for ${Math.round(seconds / steps)} s`)
    results.push(await runStep(url, some, { seconds: seconds / steps, rate, signal }))
  }
  return results
}
