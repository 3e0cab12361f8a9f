import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { StartError } from '../../boot/fail-start.ts'
import { serveDuringTest, testApp } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'
import { freePort } from '../../testing/free-port.ts'
import { openEvents } from '../../testing/requests/event-stream.ts'
import { sumOf } from '../../testing/samples.ts'

test.each<[string, Record<string, string>]>([
  ['X-Forwarded-For', { 'x-forwarded-for': '192.0.2.1' }],
  ['Forwarded', { forwarded: 'for=192.0.2.1' }],
  ['Via', { via: '1.1 proxy' }],
  ['a Host of another site', { host: 'evil.example' }],
])('a request with %s is not from this machine, and gets 404', async (_, headers) => {
  const { app } = await testApp()
  expect(await rest(app, 'GET', '/metrics', { headers })).toMatchObject({ status: 404 })
})

test('a request from another machine gets 404', async () => {
  const { app } = await testApp()
  const answers = ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1'].map((remoteAddress) =>
    app.inject({ url: '/metrics', remoteAddress }),
  )
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    const { statusCode } = await app.inject({ url: '/metrics', remoteAddress })
    expect([remoteAddress, statusCode]).toEqual([remoteAddress, 200])
  }
})

test('responses are counted by route, not by path', async () => {
  const server = await testApp()
  const ada = await server.signIn()
  const id = uuidv7()
  await ada.rest('GET', `${ada.tasks}/${id}`)
  const { text, headers } = await rest(server.app, 'GET', '/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain/)
  expect(text).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/:userId\/tasks\/:id",status="404"\} 1/,
  )
  expect(text).toContain('process_cpu_user_seconds_total')
  expect(text).not.toContain(id)
})

test('calls are counted by procedure and status, each call of a batch by itself, on every transport', async () => {
  const server = await serveDuringTest()
  const ada = await server.signIn()
  const scrape = async () => (await rest(server.app, 'GET', '/metrics')).text
  const count = async (procedure: string, status: string) =>
    sumOf(await scrape(), 'procedure_duration_seconds_count', { procedure, status })

  const { headers } = await ada.rest('GET', ada.tasks)
  await ada.rest('GET', ada.tasks, { headers: { 'if-none-match': String(headers.etag) } })
  await rest(server.app, 'GET', ada.tasks)
  const input = encodeURIComponent(JSON.stringify({ 0: {}, 1: { id: 'x' } }))
  const authorization = `Bearer ${ada.token}`
  await rest(server.app, 'GET', `/trpc/task.list,task.get?batch=1&input=${input}`, {
    headers: { authorization },
  })

  expect(await count('task.list', '200')).toBe(2)
  expect(await count('task.list', '304')).toBe(1)
  expect(await count('task.list', '401')).toBe(1)
  expect(await count('task.get', '422')).toBe(1)
})

test('streams, connections, refusals by limit and the lag of streams are told', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_MAX: '3', STREAMS_MAX: '1' })
  const ada = await server.signIn()
  const bob = await server.signIn()
  const authorization = `Bearer ${ada.token}`
  const stream = await openEvents(`${server.url}${ada.tasks}/events`, { authorization })
  const second = await openEvents(`${server.url}${ada.tasks}/events`, { authorization })
  expect([stream.status, second.status]).toEqual([200, 429])
  for (let i = 0; i < 5; i++) await bob.rest('GET', bob.tasks)

  const { text } = await rest(server.app, 'GET', '/metrics')
  expect(sumOf(text, 'streams_open')).toBe(1)
  expect(sumOf(text, 'stream_revision_lag')).toBe(0)
  expect(sumOf(text, 'limit_refusals_total', { limit: 'streams' })).toBe(1)
  expect(sumOf(text, 'limit_refusals_total', { limit: 'calls' })).toBe(2)
  expect(sumOf(text, 'limit_refusals_total', { limit: 'attempts' })).toBe(0)
  expect(sumOf(text, 'limit_refusals_total', { limit: 'turns' })).toBe(0)
  expect(sumOf(text, 'limit_refusals_total', { limit: 'overload' })).toBe(0)
  expect(sumOf(text, 'overload_refused_ratio')).toBe(0)
  expect(sumOf(text, 'database_connections')).toBeGreaterThan(0)
  expect(sumOf(text, 'database_connections_max')).toBe(server.database.load().connections.max)
  expect(sumOf(text, 'database_waiting')).toBe(0)
  expect(sumOf(text, 'workers')).toBe(1)
  expect(text).toMatch(/^process_resident_memory_bytes\{worker="1"\} \d+$/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{worker="1"\} [\d.]+$/m)
  stream.close()
  await expect
    .poll(async () => sumOf((await rest(server.app, 'GET', '/metrics')).text, 'streams_open'))
    .toBe(0)
})

test('with METRICS_PORT they are there alone', async () => {
  const port = await freePort()
  const server = await serveDuringTest({ METRICS_PORT: String(port) })
  expect(await rest(server.app, 'GET', '/metrics')).toMatchObject({ status: 404 })
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  const answer = await at('/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(sumOf(await answer.text(), 'workers')).toBe(1)
  expect((await at('/')).status).toBe(404)
  expect((await at('/metrics', { method: 'POST' })).status).toBe(404)
})

test('a METRICS_PORT that is taken stops the start, and is named', async () => {
  const { url } = await testApp()
  const starting = serveDuringTest({ METRICS_PORT: new URL(url).port })
  await expect(starting).rejects.toThrow(StartError)
  await expect(starting).rejects.toThrow('METRICS_PORT: EADDRINUSE: address already in use')
})
