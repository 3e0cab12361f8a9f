import cluster from 'node:cluster'
import { failStart } from './boot/fail-start.ts'
import { start } from './boot/start.ts'
import { summary } from './boot/summary.ts'
import { startWorkers } from './boot/workers.ts'
import { readEnv } from './env.ts'

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
