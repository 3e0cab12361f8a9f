import { JOB_STATES, type JobListing, listJobs, retryDeadJob } from '@tandem/api'
import type { Database } from '@tandem/db'
import { failStart, StartError } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { readEnv } from '../env.ts'

const USAGE = `usage: pnpm jobs [${JOB_STATES.join('|')}], or pnpm jobs retry <id of a dead job>`

/**
 * `pnpm jobs [state]` lists the jobs in the queue, the dead ones first. `pnpm jobs retry <id>` puts a dead one back. An embedded
 * database must not be in use by a server.
 */
try {
  const command = commandOf(process.argv.slice(2))
  const database = await openDatabase(readEnv())
  try {
    process.stdout.write(await command(database.client))
  } finally {
    await database.close()
  }
} catch (error) {
  failStart(error)
}

function commandOf([first, id]: string[]): (db: Database['client']) => Promise<string> {
  if (first === 'retry' && id && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) {
    return async (db) => {
      if (!(await retryDeadJob(db, id))) throw new StartError(`no dead job has the id ${id}`)
      return `job ${id} is back in the queue\n`
    }
  }
  const state = JOB_STATES.find((known) => known === first)
  if (first !== undefined && !state) throw new StartError(USAGE)
  return async (db) => {
    const jobs = await listJobs(db, state && { state })
    return jobs.length > 0 ? jobs.map(lineOf).join('') : 'no jobs\n'
  }
}

function lineOf({ state, name, id, attempt, startAfter, error }: JobListing): string {
  const parts = [state.padEnd(7), name, id, `attempt ${attempt}`]
  if (state === 'waiting') parts.push(`due ${startAfter.toISOString()}`)
  return `${[...parts, error ?? ''].join('  ').trimEnd()}\n`
}
