import { JOB_STATES, type JobListing, listJobs } from '@tandem/api'
import { failStart, StartError } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { readEnv } from '../env.ts'

/** `pnpm jobs [state]`: the jobs in the queue, the dead ones first. An embedded database must not be in use by a server. */
try {
  const [wanted] = process.argv.slice(2)
  const state = JOB_STATES.find((known) => known === wanted)
  if (wanted && !state) throw new StartError(`usage: pnpm jobs [${JOB_STATES.join('|')}]`)
  const database = await openDatabase(readEnv())
  try {
    const jobs = await listJobs(database.client, state && { state })
    process.stdout.write(jobs.length > 0 ? jobs.map(lineOf).join('') : 'no jobs\n')
  } finally {
    await database.close()
  }
} catch (error) {
  failStart(error)
}

function lineOf({ state, name, id, attempt, startAfter, error }: JobListing): string {
  const parts = [state.padEnd(7), name, id, `attempt ${attempt}`]
  if (state === 'waiting') parts.push(`due ${startAfter.toISOString()}`)
  return `${[...parts, error ?? ''].join('  ').trimEnd()}\n`
}
