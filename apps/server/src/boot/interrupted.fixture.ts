import { appendFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { defineJob, type Job } from '@tandem/api'
import { z } from 'zod'

const payload = z.object({ address: z.string() })

/** What the test enqueues. */
export const interrupted = defineJob({ name: 'interrupted', payload, run: async () => {} })

/** The same job in the server, which records its attempts in a folder and never ends where there are none yet. */
export function recording(folder: string): { job: Job; isFirstStart: boolean } {
  const record = path.join(folder, 'attempts')
  const isFirstStart = !existsSync(record)
  const job = defineJob({
    name: interrupted.name,
    payload,
    run: async (_payload, { id, attempt, signal }) => {
      appendFileSync(record, `${id} ${attempt}\n`)
      if (isFirstStart) await new Promise((_, reject) => signal.addEventListener('abort', reject))
    },
  })
  return { job, isFirstStart }
}
