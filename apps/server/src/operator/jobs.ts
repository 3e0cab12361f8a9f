import { JOB_STATES, type JobListing, listJobs, retryDeadJob } from '@tandem/api'
import type { Database } from '@tandem/db'
import { StartError } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { type Command, UsageError } from './command.ts'

export const jobsCommand: Command = {
  name: 'admin jobs',
  usage: `[${JOB_STATES.join('|')}] | retry <id>`,
  summary: 'lists the jobs in the queue, the dead ones first, or puts a dead one back',
  words: [0, 2],
  run: async ({ words, env, say }) => {
    const work = workOf(words)
    const database = await openDatabase(env)
    try {
      for (const line of await work(database.client)) say(line)
    } finally {
      await database.close()
    }
  },
}

function workOf([first, id]: string[]): (db: Database['client']) => Promise<string[]> {
  if (first === 'retry' && id !== undefined) {
    return async (db) => {
      if (!(await retryDeadJob(db, id))) throw new StartError(`no dead job has the id ${id}`)
      return [`job ${id} is back in the queue`]
    }
  }
  const state = JOB_STATES.find((known) => known === first)
  if (id !== undefined || (first !== undefined && !state)) throw new UsageError('no such list of jobs')
  return async (db) => {
    const jobs = await listJobs(db, state && { state })
    return jobs.length > 0 ? jobs.map(lineOf) : ['no jobs']
  }
}

function lineOf({ state, name, id, attempt, startAfter, error }: JobListing): string {
  const parts = [state.padEnd(7), name, id, `attempt ${attempt}`]
  if (state === 'waiting') parts.push(`due ${startAfter.toISOString()}`)
  return [...parts, error ?? ''].join('  ').trimEnd()
}
