import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { freePort } from '../../testing/free-port.ts'
import { killAll, launchServer, type ServerProcess } from '../../testing/process.ts'
import { sumOf } from '../../testing/samples.ts'

const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-stop-'))
/** Workers share a PostgreSQL server: the embedded database belongs to one process. */
const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
if (!shared) await fillDataDir(dataDir, 'migrated')
const launch = (variables: Record<string, string> = {}) =>
  launchServer({ DATA_DIR: dataDir, ...(shared?.url && { DATABASE_URL: shared.url }), ...variables })

afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** What a new connection gets: a status, or the code of its error. */
function ask(url: string, agent?: Agent): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: agent ?? new Agent() }, (answer) => {
      answer.resume().once('close', () => resolve(answer.complete ? answer.statusCode : 'cut'))
    }).on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
  })
}

const metricsAt = async (url: string) => (await fetch(`${url}/metrics`)).text()

/** How many responses of `/health` they count. */
const healthIn = (metrics: string) =>
  sumOf(metrics, 'http_request_duration_seconds_count', { route: '/health', status: '200' })

const pidOf = ({ child }: ServerProcess) => child.pid ?? Number.NaN

const logged = (server: ServerProcess, message: string) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes(`"msg":"${message}`))
    .map((line) => JSON.parse(line))

test('SIGTERM, also twice: not ready while it serves, then refused, then it exits with 0', async () => {
  // Long enough that a busy machine sees it drain.
  const server = launch({ DRAIN_DELAY: '3s' })
  const url = await server.url
  // Half a request head holds nothing up.
  const half = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
  half.write('GET /health HTTP/1.1\r\nHost: ')
  expect(await ask(`${url}/health/ready`)).toBe(200)

  server.child.kill('SIGTERM')
  await expect.poll(() => ask(`${url}/health/ready`), { interval: 10 }).toBe(503)
  server.child.kill('SIGTERM')
  expect(await ask(`${url}/health`)).toBe(200)
  await expect.poll(() => ask(`${url}/health`)).toBe('ECONNREFUSED')
  expect(await server.end).toMatchObject({ code: 0, signal: null })
})

test('a signal before the start is complete stops it cleanly', async () => {
  const server = launch({ LOG_LEVEL: 'info' })
  // Logged between the listening and the end of the start.
  await expect.poll(() => server.output(), { timeout: 60_000, interval: 1 }).toContain('Server listening')
  server.child.kill('SIGINT')
  server.child.kill('SIGINT')
  expect(await server.end).toMatchObject({ code: 0, signal: null })
})

describe.runIf(shared)('workers', () => {
  test('a thousand requests in flight at SIGTERM are all answered', async () => {
    const server = launch({ WORKERS: '2', DRAIN_DELAY: '3s' })
    const url = await server.url
    const agent = new Agent({ keepAlive: true })
    const answers = Array.from({ length: 1_000 }, () => ask(`${url}/health`, agent))
    await Promise.race(answers)
    server.child.kill('SIGTERM')
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
    agent.destroy()
    expect(await server.end).toMatchObject({ code: 0, signal: null })
  })

  test('the signal to all processes at once, as from a terminal, is one stop', async () => {
    const server = launch({ WORKERS: '2', LOG_LEVEL: 'info' })
    const url = await server.url
    for (let i = 0; i < 9; i++) await ask(`${url}/health`)
    // Whichever worker answers, it answers for both.
    for (let i = 0; i < 2; i++) await expect.poll(async () => healthIn(await metricsAt(url))).toBe(9)
    for (const pid of [pidOf(server), ...server.workers()]) process.kill(pid, 'SIGINT')
    server.child.kill('SIGINT')
    expect(await server.end).toMatchObject({ code: 0, signal: null })
    // One of each worker, and one of the primary.
    expect(logged(server, 'stopping')).toHaveLength(3)
  })

  test('a signal before all workers listen stops them', async () => {
    const server = launch({ WORKERS: '2' })
    await expect.poll(() => server.workers(), { timeout: 60_000, interval: 5 }).toHaveLength(2)
    server.child.kill('SIGTERM')
    const { code, signal, output } = await server.end
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(output).not.toContain('cannot start')
  })

  test('a worker that dies is named in the log and replaced; SIGHUP replaces all, no request fails, and each is counted', async () => {
    const port = await freePort()
    // Time for the clients to leave: one that sends on a connection while it is being closed gets ECONNRESET.
    const variables = { LOG_LEVEL: 'info', DRAIN_DELAY: '3s', METRICS_PORT: String(port) }
    const server = launch({ WORKERS: '2', ...variables })
    const metrics = () => metricsAt(`http://127.0.0.1:${port}`)
    const url = await server.url
    // The lines of a worker that is killed before it wrote them never come.
    await expect.poll(() => logged(server, 'Server listening at'), { timeout: 60_000 }).toHaveLength(2)
    const [victim = Number.NaN] = server.workers()
    process.kill(victim, 'SIGKILL')
    await expect
      .poll(() => server.workers().filter((pid) => pid !== victim), { timeout: 60_000 })
      .toHaveLength(2)
    await expect
      .poll(() => logged(server, 'a worker died; another takes its place'))
      .toMatchObject([{ pid: victim, code: null, signal: 'SIGKILL' }])
    await expect.poll(() => logged(server, 'Server listening at'), { timeout: 60_000 }).toHaveLength(3)

    const before = server.workers()
    const agent = new Agent({ keepAlive: true })
    const answers = new Set<unknown>()
    let count = 0
    let isOver = false
    const clients = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        answers.add(await ask(`${url}/health`, agent))
        count++
      }
    })
    server.child.kill('SIGHUP')
    await expect.poll(() => logged(server, 'all workers are replaced'), { timeout: 60_000 }).toHaveLength(1)
    isOver = true
    await Promise.all(clients)
    agent.destroy()
    expect(answers).toEqual(new Set([200]))
    expect(server.workers().filter((pid) => before.includes(pid))).toEqual([])
    await expect.poll(async () => healthIn(await metrics())).toBe(count)
    const text = await metrics()
    expect([sumOf(text, 'workers'), sumOf(text, 'worker_deaths_total')]).toEqual([2, 1])
    server.child.kill('SIGTERM')
    expect(await server.end).toMatchObject({ code: 0 })
  })
})
