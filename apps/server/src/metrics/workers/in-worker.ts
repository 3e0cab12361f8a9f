import type { Registry } from 'prom-client'
import { isMetricsMessage, type MetricsMessage } from './messages.ts'

/** How long the primary may take. It waits for slow workers for less than that. */
const ANSWER_MS = 5_000

export interface WorkerMetrics {
  /** The metrics of all workers, from the primary. Rejects if that does not answer. */
  readAll(): Promise<string>
  /** Tells the primary what this worker has counted until its end. */
  sendLast(): Promise<void>
  stop(): void
}

/** The worker's part: it answers the primary, and asks it. */
export function shareMetrics(registry: Registry): WorkerMetrics {
  const waiting = new Map<number, (text: string) => void>()
  let lastId = 0

  const onMessage = async (message: unknown) => {
    if (!isMetricsMessage(message)) return
    if (message.metrics === 'ask') {
      await send({ metrics: 'own', id: message.id, snapshot: await registry.getMetricsAsJSON() })
    }
    if (message.metrics === 'all') waiting.get(message.id)?.(message.text)
  }
  process.on('message', onMessage)

  return {
    readAll: () => {
      const id = ++lastId
      return new Promise<string>((resolve, reject) => {
        waiting.set(id, resolve)
        setTimeout(() => reject(new Error('the primary does not tell the metrics')), ANSWER_MS).unref()
        void send({ metrics: 'ask all', id })
      }).finally(() => waiting.delete(id))
    },
    sendLast: async () => send({ metrics: 'last', snapshot: await registry.getMetricsAsJSON() }),
    stop: () => process.off('message', onMessage),
  }
}

/** Resolves when it has left. The primary may be gone, and then nobody is interested. */
function send(message: MetricsMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || !process.send) return resolve()
    process.send(message, undefined, {}, () => resolve())
  })
}
