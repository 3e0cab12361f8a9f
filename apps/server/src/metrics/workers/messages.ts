import type { MetricObjectWithValues, MetricValue } from 'prom-client'

/** All metrics of a process at one moment, as prom-client sums them. */
export type Snapshot = MetricObjectWithValues<MetricValue<string>>[]

/** Between the primary and its workers. An `id` belongs to a question and its answer. */
export type MetricsMessage =
  /** To a worker: send yours. */
  | { metrics: 'ask'; id: number }
  /** From a worker. */
  | { metrics: 'own'; id: number; snapshot: Snapshot }
  /** From a worker that stops. */
  | { metrics: 'last'; snapshot: Snapshot }
  /** From a worker that was asked for the metrics of all. */
  | { metrics: 'ask all'; id: number }
  | { metrics: 'all'; id: number; text: string }

export function isMetricsMessage(message: unknown): message is MetricsMessage {
  return typeof message === 'object' && message !== null && 'metrics' in message
}
