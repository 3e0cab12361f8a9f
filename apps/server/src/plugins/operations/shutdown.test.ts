import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { serve, type TestApp, testApp } from '../../testing/app.ts'
import { bearer, type Caller } from '../../testing/caller.ts'
import { parseRaw } from '../../testing/requests/raw-http.ts'
import { followEvents } from '../../testing/requests/subscriptions.ts'

/** In ms, and longer than a test may take. */
const NEVER = 600_000

const FORM = 'Content-Type: application/x-www-form-urlencoded'

let large: Caller
let database: TestApp['database']

/** An account whose export has 12 MB: more than the buffers of both ends of a connection hold. */
beforeAll(async () => {
  const server = await testApp()
  database = server.database
  large = await server.signIn()
  const task = { userId: large.id, title: 'x', description: 'x'.repeat(10_000) }
  await server.services.db.task.createMany({
    data: Array.from({ length: 1_200 }, () => ({ ...task, id: uuidv7() })),
  })
})

function open(url: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

const get = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`

const exportOf = ({ token }: Caller) => get('/api/v1/users/me/export', `Authorization: Bearer ${token}`)

/** Asks for the large export, and stops reading at its first bytes. */
async function beginDownload(url: string) {
  const socket = open(url)
  socket.write(exportOf(large))
  const [first] = (await once(socket, 'data')) as [Buffer]
  socket.pause()
  return { socket, first }
}

async function rest(socket: Socket, first: Buffer) {
  const received = [first]
  for await (const chunk of socket) received.push(chunk)
  return parseRaw(Buffer.concat(received).toString('latin1'))
}

test('a response that has only begun to leave is sent whole', async () => {
  const server = await serve(database)
  const { socket, first } = await beginDownload(server.url)
  const closed = server.app.close()
  const isRefused = () =>
    fetch(`${server.url}/health`).then(
      () => false,
      () => true,
    )
  await expect.poll(isRefused).toBe(true)
  const { headers, body } = await rest(socket, first)
  expect(Number(headers['content-length'])).toBeGreaterThan(12_000_000)
  expect(body).toHaveLength(Number(headers['content-length']))
  await closed
})

test('a client that stops to read its response is disconnected', async () => {
  const server = await serve(database, {}, { shutdown: { stallMs: 300, graceMs: NEVER } })
  const { socket, first } = await beginDownload(server.url)
  await server.app.close()
  const { headers, body } = await rest(socket, first)
  expect(Number(headers['content-length'])).toBeGreaterThan(12_000_000)
  expect(body.length).toBeLessThan(12_000_000)
})

test('a request that does not end in time is cut', async () => {
  const server = await serve(database, {}, { shutdown: { stallMs: NEVER, graceMs: 300 } })
  const socket = open(server.url)
  socket.write(`POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: 9\r\n\r\n`)
  await once(server.app.server, 'request')
  const [closed] = await Promise.all([once(socket.resume(), 'close'), server.app.close()])
  expect(closed).toBeDefined()
})

test('a request that arrives while the server drains is answered, and ends its connection', async () => {
  const server = await serve(database)
  const [used, unused] = [open(server.url), open(server.url)]
  const ask = async (socket: Socket, path: string) => {
    socket.write(get(path))
    const [answer] = await once(socket, 'data')
    return parseRaw(String(answer))
  }
  expect((await ask(used, '/health/ready')).headers.connection).toBe('keep-alive')

  server.app.startDraining()
  expect(await ask(used, '/health/ready')).toMatchObject({ status: 503, headers: { connection: 'close' } })
  expect(await ask(unused, '/health')).toMatchObject({ status: 200, headers: { connection: 'close' } })
  const answer = await fetch(`${server.url}/api/v1/users/me`, { headers: bearer(large) })
  expect(answer.status).toBe(200)
  await server.app.close()
})

test('an idle connection is kept for longer than clients and proxies keep theirs', async () => {
  const { headers } = await fetch(`${large.url}/health`)
  const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThan(600)
})

test('one that others replace stays ready', async () => {
  const server = await serve(database)
  server.app.startDraining({ replaced: true })
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
  await server.app.close()
})

test('connections without a request, or with half a request head, do not hold up the close', async () => {
  const server = await serve(database, {}, { shutdown: { graceMs: NEVER } })
  const [silent, idle, half] = [open(server.url), open(server.url), open(server.url)]
  idle.write(get('/health'))
  await once(idle, 'data')
  half.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Half: ')
  const ended = Promise.all([silent, idle, half].map((socket) => once(socket.resume(), 'close')))
  await server.app.close()
  expect(await ended).toHaveLength(3)
})

test('WebSockets end with 1012, and event streams with their last chunk', async () => {
  const server = await serve(database)
  const stream = await followEvents({ ...large, url: server.url })
  const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/trpc`)
  await once(socket, 'open')
  const closes = once(socket, 'close')
  await server.app.close()
  expect((await closes)[0]).toBe(1012)
  await stream.ended
  expect(stream.complete()).toBe(true)
})
