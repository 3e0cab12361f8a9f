import type { Db } from '@tandem/db/types'
import { z } from 'zod'
import { defineJob } from './define-job.ts'

interface PurgeOptions {
  name: string
  schedule: string
  /** Deletes what nobody needs any more at a time, which is the database's. */
  purge: (db: Db, now: Date) => Promise<unknown>
}

/** A job that recurs, and deletes rows that nobody needs any more. */
export function definePurge({ name, schedule, purge }: PurgeOptions) {
  return defineJob({
    name,
    schedule,
    payload: z.object({}),
    run: async (_payload, { db, clock }) => {
      await purge(db, clock())
    },
  })
}
