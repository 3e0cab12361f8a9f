import type { Run } from '@tandem/db/types'
import type { Job } from '../define-job.ts'

const NEXT_DUE = {
  name: 'jobs_next_due',
  text: `SELECT wanted.name, due.ms AS "inMs" FROM unnest($1::text[]) AS wanted (name), LATERAL (
      SELECT ceil(extract(epoch FROM job.start_after - now()) * 1000)::float8 AS ms FROM pgboss.job
      WHERE job.name = wanted.name AND job.state < 'active' ORDER BY job.start_after LIMIT 1
    ) AS due`,
}

/** Those of some jobs that wait in the queue, and in how many milliseconds the first of each is due. */
export async function nextDue(run: Run, wanted: readonly Job[]): Promise<{ job: Job; inMs: number }[]> {
  const rows = await run<{ name: string; inMs: number }>(NEXT_DUE, [wanted.map(({ name }) => name)])
  return wanted.flatMap((job) => {
    const row = rows.find(({ name }) => name === job.name)
    return row ? [{ job, inMs: row.inMs }] : []
  })
}
