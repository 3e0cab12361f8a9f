import type { Services } from '../../core/services.ts'
import type { Job } from '../define-job.ts'
import { createLeases } from '../workers/lease.ts'
import { createRunner, type RunReport } from '../workers/runner.ts'

/**
 * Runs what is due of some jobs until nothing is left, without workers: so a test decides when. `early` runs those too that
 * wait for their time, also for another attempt: `rounds` ends that.
 */
export async function runJobs(
  services: Services,
  jobs: readonly Job[],
  { rounds = Number.POSITIVE_INFINITY, early = false }: { early?: boolean; rounds?: number } = {},
): Promise<RunReport[]> {
  const reports: RunReport[] = []
  const leases = createLeases(services)
  const run = createRunner({ services, leases, onEnd: (report) => reports.push(report) })
  for (let round = 0; round < rounds; round++) {
    const due = await Promise.all(
      jobs.map(async (job) => ({ job, taken: await leases.take(job.name, 10, { early }) })),
    )
    const runs = due.flatMap(({ job, taken }) => taken.map((lease) => run(job, lease, new AbortController())))
    if (runs.length === 0) return reports
    await Promise.all(runs)
  }
  return reports
}
