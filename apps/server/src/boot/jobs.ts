import { type Job, type RunReport, type Services, startWorkers, type Workers } from '@tandem/api'
import type { Database } from '@tandem/db'
import { isDatabaseUnavailable } from '@tandem/db/errors'
import type { FastifyBaseLogger } from 'fastify'

/** How long jobs may go on when the server stops, before they are aborted. */
export const JOBS_MS = 10_000

interface JobOptions {
  services: Services
  jobs: readonly Job[]
  database: Pick<Database, 'engine' | 'listen'>
  log: Pick<FastifyBaseLogger, 'debug' | 'warn' | 'error'>
}

/** Runs the server's jobs in this process. The log names them, and says nothing of what they are about. */
export function startJobs({ services, jobs, database, log }: JobOptions): Promise<Workers> {
  const onEnd = (report: RunReport) => {
    services.observer.jobEnded?.(report.job, report.outcome)
    if (report.outcome === 'dead') log.error(report, 'a job failed, and is not tried again')
    // Who listens to the database says that it is lost, and when it is back (outages.ts).
    else if (report.isOutage) log.debug(report, 'a job could not use the database')
    else if (report.outcome === 'retry') log.warn(report, 'a job failed, and will be tried again')
    else if (report.outcome === 'lost') log.warn(report, 'a job ran longer than this process held it')
    else log.debug(report, 'a job ran')
  }
  const onTrouble = (err: unknown) => {
    if (!isDatabaseUnavailable(err)) log.error({ err }, 'the queue of jobs cannot be used; will try again')
  }
  return startWorkers({ services, jobs, database, onEnd, onTrouble })
}
