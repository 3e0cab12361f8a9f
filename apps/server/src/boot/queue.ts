import cluster, { type Worker } from 'node:cluster'
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
  await new Promise<void>((resolve) => {
    const onMessage = (message: unknown) => {
      if (message !== PONG) return
      process.off('message', onMessage)
      resolve()
    }
    process.on('message', onMessage)
    process.send?.(PING)
  })
}

/** The primary's part of {@link queueTurn}. */
export function answerPings(worker: Worker): void {
  worker.on('message', (message) => {
    if (message === PING && worker.isConnected()) worker.send(PONG)
  })
}
