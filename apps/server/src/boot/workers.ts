import cluster, { type Address, type Worker } from 'node:cluster'
import type { Env } from '../env.ts'
import { summary } from './summary.ts'

/** How soon a worker that died is replaced, in milliseconds: one that dies at once must not keep a core busy. */
const REPLACE_AFTER = 500

/** Runs the server in `WORKERS` processes that share the port; one that dies is replaced. */
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
    setTimeout(() => stopping || cluster.fork(), REPLACE_AFTER)
  })
  const workers = Array.from({ length: env.WORKERS }, () => cluster.fork())
  const [first] = await Promise.all(workers.map(listening))

  const { host } = new URL(env.DATABASE_URL ?? '')
  const location = `${host}, for ${env.WORKERS} processes`
  const url = `http://${env.HOST}:${first?.port ?? env.PORT}`
  process.stdout.write(summary(env, { url, database: { engine: 'postgresql', location } }))
}

/** A worker that cannot start says why itself; starting it again would only repeat it. */
function listening(worker: Worker): Promise<Address> {
  const giveUp = (code: number) => process.exit(code || 1)
  return new Promise((resolve) => {
    worker.once('exit', giveUp)
    worker.once('listening', (address) => {
      worker.off('exit', giveUp)
      resolve(address)
    })
  })
}
