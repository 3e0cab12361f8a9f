import { once } from 'node:events'
import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { PASSWORD, rest } from '../testing/caller.ts'
import { openEvents } from '../testing/requests/event-stream.ts'
import { attributesOf } from '../testing/services/collector.ts'
import { CLIENT, INTERNAL, named, pathTo, SERVER, traced } from '../testing/services/traced.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`

const NANOSECONDS_PER_MILLISECOND = 1_000_000

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
  expect(pathTo(all, update)).toEqual(['PATCH /api/v1/users/me', 'user.update', 'UPDATE'])
  expect(named(all, 'task.get').map((span) => attributesOf(span)['error.type'])).toContain('NOT_FOUND')
  const [refused] = named(all, 'task.list')
  expect(refused && attributesOf(refused)['error.type']).toBe('UNAUTHORIZED')
  expect(all.every(({ status }) => status.code !== 2)).toBe(true)
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
