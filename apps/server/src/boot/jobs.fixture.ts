import { createJobs } from '@tandem/api'
import type { Database } from '@tandem/db'
import { readEnv } from '../env.ts'
import { interrupted, recording } from './interrupted.fixture.ts'
import { start } from './start.ts'
import { summary } from './summary.ts'

const env = readEnv()
const { job, isFirstStart } = recording(env.DATA_DIR)

const prepare = async ({ client }: Database) => {
  if (isFirstStart) await createJobs().enqueue(client, interrupted, { address: 'ada@example.com' })
}

process.stdout.write(summary(env, await start(env, { prepare, jobs: [job] })))
