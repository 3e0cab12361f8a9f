import { setTimeout as sleep } from 'node:timers/promises'
import { countJobs, JOB_STATES, jobs, type Services } from '@tandem/api'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Without the database the other metrics matter all the more, so they do not wait for it. */
const MAX_WAIT_MS = 1_000

/** Jobs by name and state, as they are in the database: every process reports the same. Runs are counted by the process that ran them. */
export function registerJobMetrics(registry: Registry, services: Services): void {
  const runs = new Counter({
    name: 'job_runs_total',
    help: 'Runs of jobs: done, failed (retry, or dead after the last), returned by a process that stopped, or lost with one that died',
    labelNames: ['name', 'outcome'] as const,
    registers: [registry],
  })
  for (const { name } of jobs) for (const outcome of ['done', 'retry', 'dead']) runs.inc({ name, outcome }, 0)
  services.observer.jobEnded = (name, outcome) => runs.inc({ name, outcome })

  const gauge = new Gauge({
    name: 'jobs',
    help: 'Jobs in the queue: dead ones failed for the last time, done ones are kept for an hour',
    labelNames: ['name', 'state'] as const,
    aggregator: 'first',
    registers: [registry],
    collect: async () => {
      const counts = await Promise.race([
        countJobs(services.db).catch(() => undefined),
        sleep(MAX_WAIT_MS, undefined, { ref: false }),
      ])
      gauge.reset()
      if (!counts) return
      // A series that is there from the start can be watched from the start.
      for (const { name } of jobs) for (const state of JOB_STATES) gauge.set({ name, state }, 0)
      for (const { name, state, count } of counts) gauge.set({ name, state }, count)
    },
  })
}
