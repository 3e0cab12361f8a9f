import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { captureLog, serveDuringTest, testApp } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'
import { deferred } from '../../testing/deferred.ts'
import { openEvents } from '../../testing/requests/event-stream.ts'
import { sumOf } from '../../testing/samples.ts'
import { crowdOf } from './overload.ts'

type Server = Awaited<ReturnType<typeof serveDuringTest>>

const metricsOf = async ({ app }: Server) => (await rest(app, 'GET', '/metrics')).text
const refusedRatio = async (server: Server) => sumOf(await metricsOf(server), 'overload_refused_ratio')

test('while more work queues for the database than it can do, calls are refused at once, and answered again afterwards', async () => {
  const { lines, logStream } = captureLog()
  const server = await serveDuringTest({ LOG_LEVEL: 'info' }, { logStream })
  const { app, database } = server
  const ada = await server.signIn()
  const held = deferred()
  onTestFinished(() => held.resolve())
  const holders = Array.from({ length: database.load().connections.max }, () =>
    database.client.$transaction(() => held.promise, { timeout: 60_000 }),
  )
  await expect.poll(() => database.load().connections.busy).toBe(holders.length)
  const crowd = Array.from({ length: 5_000 }, () => database.run({ name: '', text: 'SELECT 1' }, []))
  const dispersed = Promise.allSettled(crowd)

  await expect.poll(() => refusedRatio(server)).toBeGreaterThan(0.9)
  // Those that are let in wait for the crowd.
  const calls = Array.from({ length: 40 }, () => ada.rest('GET', ada.tasks))
  expect((await Promise.race(calls)).status).toBe(503)
  expect((await rest(app, 'GET', '/health')).status).toBe(200)

  held.resolve()
  await Promise.all([...holders, dispersed, ...calls])
  await expect.poll(() => refusedRatio(server)).toBe(0)
  expect((await ada.rest('GET', ada.tasks)).status).toBe(200)
  const refused = sumOf(await metricsOf(server), 'limit_refusals_total', { limit: 'overload' })
  expect(refused).toBeGreaterThan(0)
  const said = lines.map((line) => JSON.parse(line)).filter(({ msg }) => /refused|answered again/.test(msg))
  expect(said).toMatchObject([
    { msg: 'more calls than can be answered in time: some are refused' },
    { msg: 'all calls are answered again', refused },
  ])
})

test('a refusal has the shape of its API, and streams, WebSockets, health and pages are not refused', async () => {
  const { database } = await testApp()
  const load = () => ({ ...database.load(), waiting: { connection: 1_000_000, turn: 0 } })
  const server = await serveDuringTest({}, { over: { ...database, load } })
  const ada = await server.signIn()
  const authorization = { authorization: `Bearer ${ada.token}` }
  await expect.poll(() => refusedRatio(server)).toBe(0.95)
  /** One in twenty is let in. */
  const refusal = async (path: string, json?: object) => {
    for (;;) {
      const answer = await ada.rest(json ? 'POST' : 'GET', path, { json })
      if (answer.status === 503) return answer
    }
  }
  const problem = { status: 503, error: 'SERVICE_UNAVAILABLE', message: expect.stringContaining('busy') }
  for (const [path, json, body] of [
    [ada.tasks, undefined, problem],
    [ada.tasks, { title: 'x' }, problem],
    ['/session/refresh', {}, problem],
    ['/calendar/unknown.ics', undefined, problem],
    ['/trpc/task.list', undefined, { error: { data: { error: 'SERVICE_UNAVAILABLE' } } }],
  ] as const) {
    const answer = await refusal(path, json)
    expect(answer.body).toMatchObject(body)
    expect(answer.headers).toMatchObject({
      'retry-after': '5',
      'x-request-id': expect.any(String),
      'x-content-type-options': 'nosniff',
    })
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    for (const path of ['/health', '/health/ready', '/metrics', '/docs']) {
      expect([path, (await rest(server.app, 'GET', path)).status]).toEqual([path, 200])
    }
    const overRest = await openEvents(`${server.url}${ada.tasks}/events`, authorization)
    const overTrpc = await openEvents(`${server.url}/trpc/task.onChange`, authorization)
    expect([overRest.status, overTrpc.status]).toEqual([200, 200])
    overRest.close()
    overTrpc.close()
    const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/trpc`)
    await once(socket, 'open')
    socket.close()
  }
})

test('a server that stops refuses nobody: what is in flight is answered', async () => {
  const { database } = await testApp()
  const load = () => ({ ...database.load(), waiting: { connection: 1_000_000, turn: 0 } })
  const server = await serveDuringTest({}, { over: { ...database, load } })
  const ada = await server.signIn()
  await expect.poll(() => refusedRatio(server)).toBe(0.95)
  server.app.startDraining()
  const answers = await Promise.all(Array.from({ length: 50 }, () => ada.rest('GET', ada.tasks)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('open streams and bodies that are on their way are no crowd: they wait for their callers', async () => {
  const server = await serveDuringTest()
  const { app, database } = server
  const ada = await server.signIn()
  const stream = await openEvents(`${server.url}${ada.tasks}/events`, {
    authorization: `Bearer ${ada.token}`,
  })
  const arrived = once(app.server, 'request')
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  socket.write(
    'POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
  )
  await arrived
  expect([...app.connections.withResponse()]).toHaveLength(2)
  expect(app.connections.unanswered).toBe(0)

  const held = deferred()
  onTestFinished(() => held.resolve())
  const holders = Array.from({ length: database.load().connections.max }, () =>
    database.client.$transaction(() => held.promise, { timeout: 60_000 }),
  )
  await expect.poll(() => database.load().connections.busy).toBe(holders.length)
  const answer = fetch(`${server.url}${ada.tasks}`, { headers: { authorization: `Bearer ${ada.token}` } })
  await expect.poll(() => app.connections.unanswered).toBe(1)
  held.resolve()
  await Promise.all([...holders, answer])
  stream.close()
})

test.each([
  ['pglite', 20],
  ['postgresql', 320],
] as const)(
  'of 320 requests, of which 300 wait for turns of their users, a crowd on %s has %i',
  (engine, crowd) => {
    const connections = { busy: 1, idle: 0, max: 1 }
    const load = () => ({ connections, waiting: { connection: 0, turn: 300 }, refusedTurns: 0 })
    expect(crowdOf(320, { engine, load })).toBe(crowd)
  },
)
