import cluster from 'node:cluster'
import type { Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Pressure } from '../limits/pressure.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { registerProcedures, registerResponses } from './calls.ts'
import { registerJobMetrics } from './job-metrics.ts'
import { registerLoad } from './load.ts'
import { registerWorkerCounts } from './workers/worker-counts.ts'

interface Sources {
  services: Services
  database: Pick<Database, 'load'>
  limits: Pick<RateLimits, 'refusals'>
  pressure: Pick<Pressure, 'refused' | 'share'>
}

/** The metrics of this process. */
export function createRegistry({ services, ...load }: Sources) {
  const registry = createProcessRegistry(cluster.worker ? String(cluster.worker.id) : '1')
  registerJobMetrics(registry, services)
  registerLoad(registry, { ...load, taskFeed: services.taskFeed })
  registerProcedures(registry, services.observer)
  if (!cluster.isWorker) registerWorkerCounts(registry, { count: () => 1, deaths: () => 0 })
  return { registry, observeResponse: registerResponses(registry) }
}

/** Memory, processor, event loop and garbage collection, labelled with the process: a sum of them would say little. */
export function createProcessRegistry(worker: string): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, labels: { worker } })
  return registry
}
