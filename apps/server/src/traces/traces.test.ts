import { once } from 'node:events'
import { defineJob, jobs, startWorkers } from '@tandem/api'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { captureLog, serveDuringTest, type TestApp } from '../testing/app.ts'
import { PASSWORD, rest } from '../testing/caller.ts'
import { openEvents } from '../testing/requests/event-stream.ts'
import { attributesOf, type CollectedSpan, startCollector } from '../testing/services/collector.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`

const [SERVER, INTERNAL, CLIENT, CONSUMER] = [2, 1, 3, 5]

const NANOSECONDS_PER_MILLISECOND = 1_000_000

/** A server that is traced, and what a collector got of it once it is closed. */
async function traced(variables: Record<string, string> = {}) {
  const collector = await startCollector()
  const { lines, logStream } = captureLog()
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_LEVEL: 'info', ...variables }
  const server = await serveDuringTest(settings, { logStream })
  const ada = await server.signIn()
  const spans = async () => {
    await server.app.close()
    return collector.spans()
  }
  return { server, ada, collector, lines, spans }
}

const named = (spans: CollectedSpan[], name: string) => spans.filter((span) => span.name === name)

/** The names of the spans from the first to this one, outermost first. */
function path(spans: CollectedSpan[], span: CollectedSpan | undefined): string[] {
  if (!span) return []
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return [...path(spans, parent), span.name]
}

const batch = ({ url }: TestApp, token: string, paths: string[], inputs: object[], method = 'GET') => {
  const input = JSON.stringify({ ...inputs })
  const query = method === 'GET' ? `&input=${encodeURIComponent(input)}` : ''
  return fetch(`${url}/trpc/${paths.join()}?batch=1${query}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: input }),
  })
}

test('a request, its procedure and its statement are one trace, which continues that of the caller', async () => {
  const { ada, collector, lines, spans } = await traced()
  const { body: task } = await ada.rest('POST', ada.tasks, { json: { title: 'Buy milk' } })
  lines.length = 0
  await ada.rest('GET', `${ada.tasks}/${task.id}`, { headers: { traceparent: TRACEPARENT } })
  const all = await spans()

  const ours = all.filter(({ traceId }) => traceId === TRACE)
  const [request, procedure, query] = ['GET /api/v1/:userId/tasks/:id', 'task.get', 'tasks.get'].map(
    (name, i) => ours.find((span) => span.name === name && span.kind === [SERVER, INTERNAL, CLIENT][i]),
  )
  expect(request?.parentSpanId).toBe(PARENT)
  expect(procedure?.parentSpanId).toBe(request?.spanId)
  expect(query?.parentSpanId).toBe(procedure?.spanId)
  expect(request && attributesOf(request)).toEqual({
    'http.request.method': 'GET',
    'http.route': '/api/v1/:userId/tasks/:id',
    'http.response.status_code': 200,
  })
  expect(query && attributesOf(query)).toMatchObject({
    'db.system.name': 'postgresql',
    'db.operation.name': 'SELECT',
    'db.query.text': expect.stringContaining('FROM tasks'),
  })
  expect(collector.resource()).toMatchObject({ 'service.name': 'tandem' })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ msg: 'answered', trace_id: TRACE }])
})

test('a body is read, a transaction of Prisma is below its procedure, and an error is a code', async () => {
  const { server, ada, spans } = await traced()
  await ada.rest('PATCH', '/api/v1/users/me', { json: { name: 'Ada L.' } })
  await ada.rest('GET', `${ada.tasks}/${uuidv7()}`)
  await rest(server.app, 'GET', ada.tasks)
  const all = await spans()
  const update = all.find(({ name, kind }) => name === 'UPDATE' && kind === CLIENT)
  expect(path(all, update)).toEqual(['PATCH /api/v1/users/me', 'user.update', 'UPDATE'])
  expect(named(all, 'task.get').map((span) => attributesOf(span)['error.type'])).toContain('NOT_FOUND')
  const [refused] = named(all, 'task.list')
  expect(refused && attributesOf(refused)['error.type']).toBe('UNAUTHORIZED')
  expect(all.every(({ status }) => status.code !== 2)).toBe(true)
})

test('the reads of a batch are one query, to which each of its procedures is linked', async () => {
  const { server, ada, spans } = await traced()
  const ids = [uuidv7(), uuidv7(), uuidv7()]
  await batch(
    server,
    ada.token,
    Array(3).fill('task.get'),
    ids.map((id) => ({ id })),
  )
  const all = await spans()
  const procedures = named(all, 'task.get').filter(({ kind }) => kind === INTERNAL)
  expect(procedures).toHaveLength(3)
  expect(new Set(procedures.map(({ parentSpanId }) => parentSpanId)).size).toBe(1)
  const [together, ...more] = named(all, 'statements of several calls')
  expect(more).toEqual([])
  const [first, ...others] = procedures
  expect(together?.parentSpanId).toBe(first?.spanId)
  expect(together?.links?.map(({ spanId }) => spanId)).toEqual(others.map(({ spanId }) => spanId))
  for (const { links } of others) expect(links).toMatchObject([{ spanId: together?.spanId }])
  const queries = named(all, 'tasks.get.many')
  expect(queries.map((span) => path(all, span))).toEqual([
    ['GET /trpc/:path', 'task.get', 'statements of several calls', 'tasks.get.many'],
  ])
})

test('the writes of several requests that share a commit are linked across their traces', async () => {
  const { server, ada, spans } = await traced()
  const others = await Promise.all(Array.from({ length: 5 }, () => server.signIn()))
  const write = (caller: typeof ada) => caller.rest('POST', caller.tasks, { json: { title: 'x' } })
  await Promise.all([ada, ...others].map(write))
  const all = await spans()
  const creates = named(all, 'task.create').filter(({ kind }) => kind === INTERNAL)
  expect(new Set(creates.map(({ traceId }) => traceId)).size).toBe(6)
  const shared = named(all, 'statements of several calls')
  expect(shared.length).toBeGreaterThan(0)
  // Each is the parent of its commit, or linked to it.
  const reached = new Set(
    shared.flatMap(({ parentSpanId, links = [] }) => [parentSpanId, ...links.map(({ spanId }) => spanId)]),
  )
  const alone = creates.filter(({ spanId }) => !reached.has(spanId))
  for (const { spanId } of alone) expect(all.some(({ parentSpanId }) => parentSpanId === spanId)).toBe(true)
  expect(alone.length).toBeLessThan(creates.length - 1)
  const commits = named(all, 'COMMIT').map((span) => path(all, span).slice(0, 2))
  expect(new Set(commits.map(String))).toEqual(new Set(['POST /api/v1/:userId/tasks,task.create']))
})

test('a trace of a stream ends when the stream begins, and a message over a WebSocket is a trace', async () => {
  const { server, ada, spans } = await traced()
  const authorization = `Bearer ${ada.token}`
  const since = { authorization, 'last-event-id': '0' }
  const stream = await openEvents(`${server.url}${ada.tasks}/events`, since)
  await ada.rest('POST', ada.tasks, { json: { title: 'seen by the stream' } })
  await expect.poll(() => stream.text()).toContain('seen by the stream')

  const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/trpc?connectionParams=1`)
  await once(socket, 'open')
  socket.send(JSON.stringify({ method: 'connectionParams', data: { token: ada.token } }))
  socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'task.tags', input: {} } }))
  await once(socket, 'message')
  stream.close()
  socket.close()
  const all = await spans()

  const [events] = named(all, 'GET /api/v1/:userId/tasks/events')
  const ended = Number(events?.endTimeUnixNano) - Number(events?.startTimeUnixNano)
  expect(ended).toBeGreaterThan(0)
  const queriesOfStream = all.filter(({ traceId, kind }) => traceId === events?.traceId && kind === CLIENT)
  expect(queriesOfStream.length).toBeGreaterThan(0)
  // Not those with which the stream goes on. A span's start is in whole milliseconds, and its end is counted from there.
  const end = Number(events?.endTimeUnixNano) + NANOSECONDS_PER_MILLISECOND
  expect(queriesOfStream.filter(({ startTimeUnixNano }) => Number(startTimeUnixNano) > end)).toEqual([])
  const [tags] = named(all, 'task.tags').filter(({ kind }) => kind === SERVER)
  expect(tags).toBeDefined()
  expect(tags?.parentSpanId ?? '').toBe('')
  expect(all.some(({ parentSpanId, kind }) => kind === CLIENT && parentSpanId === tags?.spanId)).toBe(true)
})

test('a run of a job is a trace of its own, with its queries, linked to the request that enqueued it', async () => {
  const { server, collector, spans } = await traced()
  const failing = defineJob({
    name: 'failing',
    payload: z.strictObject({ word: z.string() }),
    run: async () => {
      throw new TypeError('a private word')
    },
  })
  const reports: string[] = []
  const { services, database } = server
  const workers = await startWorkers({
    services,
    database,
    jobs: [...jobs, failing],
    onEnd: ({ job, outcome }) => reports.push(`${job} ${outcome}`),
    onTrouble: () => {},
  })
  onTestFinished(() => workers.stop(0))
  await services.jobs.enqueue(services.db, failing, { word: 'a private word' })
  const email = `${uuidv7()}@example.com`
  const account = { email, name: 'Grace', password: PASSWORD }
  await rest(server.app, 'POST', '/api/v1/auth/register', { json: account })
  await expect.poll(() => reports).toEqual(expect.arrayContaining(['failing retry', 'send-welcome done']))
  await workers.stop(0)
  const all = await spans()

  const [register] = named(all, 'auth.register')
  const [mail] = named(all, 'job send-welcome')
  expect(mail).toMatchObject({
    kind: CONSUMER,
    links: [{ traceId: register?.traceId, spanId: register?.spanId }],
  })
  expect(mail?.traceId).not.toBe(register?.traceId)
  expect(mail?.parentSpanId ?? '').toBe('')
  expect(mail && attributesOf(mail)).toEqual({
    'tandem.job.name': 'send-welcome',
    'tandem.job.id': expect.any(String),
    'tandem.job.attempt': 1,
  })
  expect(all.some(({ kind, parentSpanId }) => kind === CLIENT && parentSpanId === mail?.spanId)).toBe(true)
  // Nothing that was traced enqueued it.
  const [failed] = named(all, 'job failing')
  expect(failed).toMatchObject({ status: { code: 2 } })
  expect(failed?.links ?? []).toEqual([])
  expect(failed && attributesOf(failed)['error.type']).toBe('TypeError')
  for (const word of [email, 'a private word']) expect(collector.text()).not.toContain(word)
})

test('no secret, no e-mail address and nothing that a caller sent is in a span', async () => {
  const { server, ada, collector, spans } = await traced()
  const email = `${uuidv7()}@example.com`
  const account = { email, name: 'Grace Hopper', password: PASSWORD }
  await rest(server.app, 'POST', '/api/v1/auth/register', { json: account })
  await rest(server.app, 'POST', '/api/v1/auth/register', { json: account })
  const signIn = { grant_type: 'password', username: email, password: PASSWORD }
  const { body: tokens } = await rest(server.app, 'POST', '/api/v1/auth/token', { json: signIn })
  const key = await ada.key('tasks:read')
  await rest(server.app, 'GET', ada.tasks, { headers: key })
  const { body: feed } = await ada.rest('POST', '/api/v1/users/me/calendar', { json: {} })
  await rest(server.app, 'GET', feed.path)
  await rest(server.app, 'GET', feed.path.toUpperCase())
  await ada.rest('POST', ada.tasks, { json: { title: 'a private title' } })
  await ada.rest('GET', `${ada.tasks}?q=searched&sort=-title&access_token=${ada.token}`)
  await ada.rest('GET', '/nothing/here?secret=1')
  expect((await spans()).length).toBeGreaterThan(20)

  const text = collector.text()
  const secret = [
    email,
    ada.email,
    account.name,
    PASSWORD,
    tokens.access_token,
    tokens.refresh_token,
    ada.token,
  ]
  const sent = [key['x-api-key'] ?? '', feed.path, 'a private title', 'searched', 'secret=1', ada.id]
  for (const word of [...secret, ...sent]) expect(text, word).not.toContain(word)
})

test('health checks and scrapes are not traced, and what runs without a request is not', async () => {
  const { server, spans } = await traced()
  for (const url of ['/health', '/health/ready', '/metrics']) await rest(server.app, 'GET', url)
  await server.services.db.user.count()
  expect(await spans()).toEqual([])
})

test('the standard variables choose what is sampled, and a caller whose trace is not sampled is heard', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'parentbased_always_off')
  vi.stubEnv('OTEL_SERVICE_NAME', 'tasks')
  const { ada, collector, lines, spans } = await traced()
  vi.unstubAllEnvs()
  await ada.rest('GET', ada.tasks)
  await ada.rest('GET', ada.tasks, { headers: { traceparent: TRACEPARENT } })
  const all = await spans()
  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]))
  expect(collector.resource()).toMatchObject({ 'service.name': 'tasks' })
  // The line of a request that was not sampled has its trace nevertheless.
  const ids = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
  expect(ids.map(({ trace_id }) => trace_id)).toEqual([expect.stringMatching(/^[\da-f]{32}$/), TRACE])
})

test('a collector that does not take them is reported once, and requests are answered', async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '20')
  const { ada, collector, lines } = await traced()
  vi.unstubAllEnvs()
  const said = () => lines.filter((line) => /traces/.test(line)).map((line) => JSON.parse(line).msg)
  collector.status = 400
  for (let i = 0; i < 2; i++) {
    const before = collector.refused
    expect((await ada.rest('GET', ada.tasks)).status).toBe(200)
    // A request that takes long is sent in parts.
    await expect.poll(() => collector.refused).toBeGreaterThan(before)
    await expect.poll(said).toEqual(['traces cannot be sent'])
  }
  collector.status = 200
  await ada.rest('GET', ada.tasks)
  await expect.poll(said).toEqual(['traces cannot be sent', 'traces are sent again'])
})

test('without the setting nothing watches calls or queries', async () => {
  const { services, database } = await serveDuringTest()
  const observe = vi.spyOn(database, 'observe')
  const server = await serveDuringTest({
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  })
  expect(observe).not.toHaveBeenCalled()
  observe.mockRestore()
  expect([services.observer.around, server.services.observer.around]).toEqual([undefined, undefined])
})
