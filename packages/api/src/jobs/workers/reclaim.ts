import type { Run } from '@tandem/db/types'
import type { Transact } from '../../persistence/transaction.ts'
import type { Job } from '../define-job.ts'
import { delayAfter, describeError, failIn } from './lease.ts'
import type { RunReport } from './runner.ts'

/** How many at a time. */
const BATCH_SIZE = 100

const ABANDONED = new Error('the process that ran it did not finish it')

const ANY = {
  name: 'jobs_abandoned',
  text: `SELECT id FROM pgboss.job WHERE state = 'active' AND ($1::bool OR started_on + expire_in < now()) LIMIT 1`,
}

interface ReclaimOptions {
  run: Run
  transact: Transact
  jobOf: (name: string) => Job | undefined
  /** Those too whose lease has not ended: where this process is the only one, nobody holds them. */
  all?: boolean
}

/** Fails the attempts whose process was lost, so that they are tried again. */
export async function reclaim({ run, transact, jobOf, all = false }: ReclaimOptions): Promise<RunReport[]> {
  // Mostly there is none, and a transaction costs more than a look.
  if ((await run(ANY, [all])).length === 0) return []
  return transact('jobs', async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; name: string; attempt: number; ms: number }[]>`
      SELECT id, name, retry_count + 1 AS attempt, (extract(epoch FROM now() - started_on) * 1000)::float8 AS ms
      FROM pgboss.job WHERE state = 'active' AND (${all} OR started_on + expire_in < now())
      LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED`
    const reports: RunReport[] = []
    for (const { id, name, attempt, ms } of rows) {
      const delay = delayAfter(attempt, jobOf(name))
      const outcome = await failIn(tx, { id, name }, { error: ABANDONED, delay })
      reports.push({ job: name, id, attempt, outcome, ms: Math.round(ms), error: describeError(ABANDONED) })
    }
    return reports
  })
}
