import cluster, { type Worker } from 'node:cluster'
import type { Env } from './env.ts'
import { summary } from './summary.ts'

/** Runs the server in `WORKERS` processes that share the port; one that dies is replaced. */
export async function startWorkers(env: Env): Promise<void> {
  let stopping = false
  const fork = (): Worker => cluster.fork()
  const workers = Array.from({ length: env.WORKERS }, fork)
  // A worker that cannot start says why itself; starting it again would only repeat it.
  await Promise.all(workers.map(listening))

  cluster.on('exit', () => {
    if (!stopping) fork()
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopping = true
      for (const worker of Object.values(cluster.workers ?? {})) worker?.kill(signal)
    })
  }
  const location = `${new URL(env.DATABASE_URL ?? '').host}, for ${env.WORKERS} processes`
  process.stdout.write(
    summary(env, { url: `http://${env.HOST}:${env.PORT}`, database: { engine: 'postgresql', location } }),
  )
}

function listening(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('listening', () => resolve())
    worker.once('exit', () => process.exit(1))
  })
}
