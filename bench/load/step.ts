import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import autocannon from 'autocannon'
import type { LoadUser } from './users.ts'
import { OPERATIONS, type Operation, type Visit, visitOf } from './visit.ts'

/** What the users of one step were answered. */
export interface StepResult {
  users: number
  seconds: number
  /** Of each kind of request: how long the answers took, in microseconds. */
  times: Record<Operation, RecordableHistogram>
  /** How often each status came, other than a success. */
  refused: Record<string, number>
  /** Lost connections, and answers that took longer than {@link TIMEOUT_SECONDS}. */
  errors: number
}

interface StepOptions {
  seconds: number
  /** Requests a second of each user. */
  rate: number | undefined
  /** Ends the step early. */
  signal: AbortSignal
}

const TIMEOUT_SECONDS = 10

/** Up to a minute, in microseconds. */
export const newHistogram = () => createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })

/** Sends requests of all users for some seconds, each over a connection of its own. */
export async function runStep(
  url: string,
  users: readonly LoadUser[],
  { seconds, rate, signal }: StepOptions,
): Promise<StepResult> {
  const times = Object.fromEntries(OPERATIONS.map((name) => [name, newHistogram()])) as StepResult['times']
  const refused: StepResult['refused'] = {}
  const visits = users.map((user) => visitOf(url, user))

  const listen = (client: autocannon.Client, { requests, last }: Visit) => {
    client.setRequests(requests)
    client.on('response', (status, _bytes, milliseconds) => {
      times[last()].record(Math.max(1, Math.round(milliseconds * 1000)))
      if (status >= 300) refused[status] = (refused[status] ?? 0) + 1
    })
  }
  const waiting = [...visits]
  const options: autocannon.Options = {
    url,
    connections: users.length,
    duration: seconds,
    timeout: TIMEOUT_SECONDS,
    // Times are measured above, in less than milliseconds, and as they were.
    ...(rate !== undefined && { connectionRate: rate, ignoreCoordinatedOmission: true }),
    setupClient: (client) => {
      const visit = waiting.shift()
      if (visit) listen(client, visit)
    },
  }
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(options, (error, found) => (error ? reject(error) : resolve(found)))
    signal.addEventListener('abort', () => load.stop(), { once: true })
  })
  await Promise.allSettled(visits.map((visit) => visit.tidy()))
  return { users: users.length, seconds: result.duration, times, refused, errors: result.errors }
}
