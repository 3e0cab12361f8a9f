import type { Database } from '@tandem/db/types'
import { onTestFinished } from 'vitest'
import type { Services } from '../../core/services.ts'
import type { Job } from '../define-job.ts'
import type { RunReport } from '../workers/runner.ts'
import { startWorkers } from '../workers/workers.ts'

/** Workers that run during a test, and what they reported. */
export async function workersDuringTest(
  services: Services,
  database: Pick<Database, 'engine' | 'listen'>,
  jobs: readonly Job[],
) {
  const reports: RunReport[] = []
  const troubles: unknown[] = []
  const workers = await startWorkers({
    services,
    jobs,
    database,
    onEnd: (report) => reports.push(report),
    onTrouble: (error) => troubles.push(error),
  })
  let stopped: Promise<void> | undefined
  const stop = (deadlineMs = 0) => {
    stopped ??= workers.stop(deadlineMs)
    return stopped
  }
  onTestFinished(() => stop())
  return { reports, troubles, stop }
}
