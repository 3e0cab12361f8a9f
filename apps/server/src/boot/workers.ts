import cluster, { type Address, type Worker } from 'node:cluster'
import type { Env } from '../env.ts'
import { createLog } from '../http/log.ts'
import { serveMetrics } from '../metrics/serve-metrics.ts'
import { sumMetrics } from '../metrics/workers/in-primary.ts'
import { answerPings } from './queue.ts'
import { STOP_MS } from './start.ts'
import { onStop, type StopMessage } from './stop.ts'
import { summary, urlOf } from './summary.ts'

/** Delay before a dead worker is replaced, so that workers that die at once do not keep a core busy. */
const RESPAWN_DELAY_MS = 500

/** What a worker gets beyond the time in which it ends by itself. */
const KILL_MARGIN_MS = 2_000

/**
 * Runs the server in `WORKERS` processes that share the port. Those that die are replaced. SIGHUP replaces all, one by
 * one. SIGTERM and SIGINT stop all.
 */
export async function startWorkers(env: Env): Promise<void> {
  const log = createLog(env)
  const running = new Set<Worker>()
  const serving = new WeakSet<Worker>()
  /** Workers whose end needs no replacement. */
  const expendable = new WeakSet<Worker>()
  let isStarted = false
  let isStopping = false
  let exitCode = 0

  const metrics = sumMetrics()
  const { HOST: host, METRICS_PORT: port } = env
  if (port !== undefined) await serveMetrics({ host, port, read: metrics.read })

  const fork = () => {
    const worker = cluster.fork()
    running.add(worker)
    answerPings(worker)
    worker.once('listening', () => {
      serving.add(worker)
      metrics.join(worker)
      // It may have been too young for the first message.
      if (isStopping) worker.send('stop' satisfies StopMessage)
    })
    return worker
  }

  /** Asks a worker to stop, and kills it if it does not. */
  const stop = (worker: Worker, message: StopMessage) => {
    if (worker.isConnected()) worker.send(message)
    const kill = setTimeout(() => worker.process.kill('SIGKILL'), env.DRAIN_DELAY + STOP_MS + KILL_MARGIN_MS)
    worker.once('exit', () => clearTimeout(kill))
  }

  const exitIfLast = () => {
    if (running.size === 0) process.exit(exitCode)
  }

  cluster.on('exit', (worker, code, signal) => {
    running.delete(worker)
    if (isStopping) {
      // A worker that was still starting had nothing to lose.
      if (serving.has(worker) && code !== 0) exitCode = 1
      return exitIfLast()
    }
    // It would fail again, and has said why.
    if (!isStarted && !serving.has(worker)) process.exit(code || 1)
    if (expendable.has(worker)) return
    metrics.countDeath()
    log.error(
      { worker: worker.id, pid: worker.process.pid, code, signal },
      'a worker died; another takes its place',
    )
    setTimeout(() => isStopping || fork(), RESPAWN_DELAY_MS)
  })

  onStop(
    ['SIGTERM', 'SIGINT'],
    ({ reason }) => {
      isStopping = true
      log.info({ reason }, 'stopping all workers')
      for (const worker of running) stop(worker, 'stop')
      exitIfLast()
    },
    () => {
      for (const worker of running) worker.process.kill('SIGKILL')
    },
  )

  const replace = async (old: Worker) => {
    const next = fork()
    expendable.add(next)
    if (!(await listening(next))) throw new Error(`worker ${next.process.pid} could not start`)
    expendable.delete(next)
    if (isStopping || !running.has(old)) return
    expendable.add(old)
    const ended = new Promise((resolve) => old.once('exit', resolve))
    stop(old, 'replaced')
    await ended
  }

  const replaceAll = async () => {
    log.info('replacing the workers one by one')
    for (const worker of [...running]) {
      if (isStopping) return
      await replace(worker)
    }
    log.info('all workers are replaced')
  }

  let isReplacing = false
  process.on('SIGHUP', async () => {
    if (!isStarted || isStopping || isReplacing) return
    isReplacing = true
    await replaceAll().catch((err) => log.error({ err }, 'the workers that are left stay'))
    isReplacing = false
  })

  const [first] = await Promise.all(Array.from({ length: env.WORKERS }, () => listening(fork())))
  if (isStopping) return
  isStarted = true

  const database = new URL(env.DATABASE_URL ?? '')
  const location = `${database.host}, for ${env.WORKERS} processes`
  const url = urlOf(env.HOST, first?.port ?? env.PORT)
  process.stdout.write(summary(env, { url, database: { engine: 'postgresql', location } }))
}

/** Resolves with the address when the worker listens, or with nothing if it ends before. */
function listening(worker: Worker): Promise<Address | undefined> {
  return new Promise((resolve) => {
    worker.once('listening', resolve)
    worker.once('exit', () => resolve(undefined))
  })
}
