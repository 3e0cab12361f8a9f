import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'

const PING = 'ping'
const PONG = 'pong'

/**
 * Resolves after whatever waited to be accepted has come: connections queue in the kernel, and in the primary, which passes
 * a worker one at a time. Messages keep their order, so one that waits in the primary comes before the answer to a ping.
 */
export async function queueTurn(): Promise<void> {
  await nextTurn()
  if (!cluster.isWorker || !process.connected) return
  const answer = once(process, 'message')
  process.send?.(PING)
  await answer
}

/** The primary's part of {@link queueTurn}. */
export function answerPings(worker: Worker): void {
  worker.on('message', (message) => {
    if (message === PING && worker.isConnected()) worker.send(PONG)
  })
}
