import cluster, { type Address, type Worker } from 'node:cluster'
import type { Env } from '../env.ts'
import { summary } from './summary.ts'

/** Delay before a dead worker is replaced, so that workers that die at once do not keep a core busy. */
const RESPAWN_DELAY_MS = 500

/** Runs the server in `WORKERS` processes that share the port, and replaces those that die. */
export async function startWorkers(env: Env): Promise<void> {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopping = true
      for (const worker of Object.values(cluster.workers ?? {})) worker?.kill(signal)
    })
  }

  // Before the start is complete: a worker may die while others have yet to listen.
  cluster.on('exit', () => {
    setTimeout(() => stopping || cluster.fork(), RESPAWN_DELAY_MS)
  })
  const workers = Array.from({ length: env.WORKERS }, () => cluster.fork())
  const [first] = await Promise.all(workers.map(listening))

  const { host } = new URL(env.DATABASE_URL ?? '')
  const location = `${host}, for ${env.WORKERS} processes`
  const url = `http://${env.HOST}:${first?.port ?? env.PORT}`
  process.stdout.write(summary(env, { url, database: { engine: 'postgresql', location } }))
}

/** Resolves when the worker listens. If it exits before, this process exits too: it would fail again. */
function listening(worker: Worker): Promise<Address> {
  const exit = (code: number) => process.exit(code || 1)
  return new Promise((resolve) => {
    worker.once('exit', exit)
    worker.once('listening', (address) => {
      worker.off('exit', exit)
      resolve(address)
    })
  })
}
