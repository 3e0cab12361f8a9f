import type { Worker } from 'node:cluster'
import { AggregatorRegistry } from 'prom-client'
import { createProcessRegistry } from '../registry.ts'
import { isMetricsMessage, type MetricsMessage, type Snapshot } from './messages.ts'
import { registerWorkerCounts } from './worker-counts.ts'

/** How long a worker may take. One that is busy counts with what it told last. */
const ANSWER_MS = 1_500

export interface AllMetrics {
  /** Counts a worker in, once it serves. */
  join(worker: Worker): void
  /** A worker died. */
  countDeath(): void
  /** The sum of the metrics of all workers. */
  read(): Promise<string>
}

/**
 * Sums the metrics of all workers. Counters never fall: what a worker has counted stays when it is gone, because Prometheus takes a
 * counter that falls for one that began at 0 again, and would count all the others' a second time.
 */
export function sumMetrics(): AllMetrics {
  /** The workers that serve, each with what it told last. */
  const workers = new Map<Worker, Snapshot>()
  const waiting = new Map<number, () => void>()
  let lastId = 0
  let deaths = 0
  /** What workers had counted that are gone. */
  let gone: Snapshot = []

  const own = createProcessRegistry('primary')
  registerWorkerCounts(own, { count: () => workers.size, deaths: () => deaths })

  const ask = (worker: Worker) => {
    const id = ++lastId
    return new Promise<void>((resolve) => {
      waiting.set(id, resolve)
      setTimeout(resolve, ANSWER_MS).unref()
      if (worker.isConnected()) worker.send({ metrics: 'ask', id } satisfies MetricsMessage)
      else resolve()
    }).finally(() => waiting.delete(id))
  }

  const read = async () => {
    await Promise.all([...workers.keys()].map(ask))
    const ofPrimary = await own.getMetricsAsJSON()
    return sum([gone, ...workers.values(), ofPrimary]).metrics()
  }

  const receive = async (worker: Worker, message: MetricsMessage) => {
    if (message.metrics === 'ask all') {
      const text = await read()
      if (worker.isConnected()) worker.send({ metrics: 'all', id: message.id, text } satisfies MetricsMessage)
    }
    if (message.metrics !== 'own' && message.metrics !== 'last') return
    // Nothing is counted twice that comes after the end.
    if (workers.has(worker)) workers.set(worker, message.snapshot)
    if (message.metrics === 'own') waiting.get(message.id)?.()
  }

  return {
    join: (worker) => {
      workers.set(worker, [])
      worker.on('message', (message) => {
        if (isMetricsMessage(message)) void receive(worker, message)
      })
      // Unlike `exit`, after the last message.
      worker.once('disconnect', () => {
        const last = lasting(workers.get(worker) ?? [])
        workers.delete(worker)
        // Each metric of a sum is its own snapshot.
        gone = sum([gone, last]).getMetricsAsArray() as unknown as Snapshot
      })
    },
    countDeath: () => {
      deaths += 1
    },
    read,
  }
}

/** What has been counted, without what a process has of its own. */
function lasting(snapshot: Snapshot): Snapshot {
  return snapshot.filter(({ type, values }) => isCounted(String(type)) && !values.some(isOfOneProcess))
}

function isCounted(type: string): boolean {
  return type === 'counter' || type === 'histogram'
}

function isOfOneProcess({ labels }: Snapshot[number]['values'][number]): boolean {
  return labels.worker !== undefined
}

function sum(snapshots: Snapshot[]) {
  return AggregatorRegistry.aggregate(snapshots.map((snapshot) => snapshot.map(readable)))
}

/** The library leaves some metrics of processes out of sums, and JSON has no NaN. */
function readable(metric: Snapshot[number]): Snapshot[number] {
  const values = metric.values.filter(({ value }) => value !== null)
  return values.some(isOfOneProcess) ? { ...metric, values, aggregator: 'sum' } : { ...metric, values }
}
