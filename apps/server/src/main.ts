import cluster from 'node:cluster'
import { failStart } from './boot/fail-start.ts'
import { start } from './boot/start.ts'
import { summary } from './boot/summary.ts'
import { startWorkers } from './boot/workers.ts'
import { readEnv, readVariables, SETTINGS } from './env.ts'
import { createLog } from './http/log.ts'
import { nearMisses } from './near-misses.ts'

const args = process.argv.slice(2)

try {
  // Loaded on demand: a server does not need it.
  if (args.length > 0) {
    const { runInTerminal } = await import('./operator/terminal.ts')
    process.exit(await runInTerminal(args))
  }
  const env = readEnv()
  if (cluster.isPrimary) for (const line of nearMisses(readVariables(), SETTINGS)) createLog(env).warn(line)
  if (env.WORKERS > 1 && cluster.isPrimary) await startWorkers(env)
  else {
    const running = await start(env)
    if (cluster.isPrimary) process.stdout.write(summary(env, running))
  }
} catch (error) {
  failStart(error)
}
