import cluster from 'node:cluster'
import { readEnv } from './env.ts'
import { failStart } from './fail-start.ts'
import { start } from './start.ts'
import { summary } from './summary.ts'
import { startWorkers } from './workers.ts'

try {
  const env = readEnv()
  if (env.WORKERS > 1 && cluster.isPrimary) await startWorkers(env)
  else {
    const running = await start(env)
    if (cluster.isPrimary) process.stdout.write(summary(env, running))
  }
} catch (error) {
  failStart(error)
}
