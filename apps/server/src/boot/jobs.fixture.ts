import { appendFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { createJobs, defineJob } from '@tandem/api'
import type { Database } from '@tandem/db'
import { z } from 'zod'
import { readEnv } from '../env.ts'
import { start } from './start.ts'
import { summary } from './summary.ts'

const env = readEnv()
const record = path.join(env.DATA_DIR, 'attempts')
const isFirstStart = !existsSync(record)

/** Never ends on the first start. */
const job = defineJob({
  name: 'interrupted',
  payload: z.object({ address: z.string() }),
  run: async (_payload, { id, attempt, signal }) => {
    appendFileSync(record, `${id} ${attempt}\n`)
    if (isFirstStart) await new Promise((_, reject) => signal.addEventListener('abort', reject))
  },
})

const prepare = async ({ client }: Database) => {
  if (isFirstStart) await createJobs().enqueue(client, job, { address: 'ada@example.com' })
}

process.stdout.write(summary(env, await start(env, { prepare, jobs: [job] })))
