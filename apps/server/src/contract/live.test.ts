import { connect } from 'node:net'
import type { AppRouter } from '@tandem/api'
import { createTestDb, testEngine } from '@tandem/db/testing'
import { createTRPCClient, createWSClient, httpSubscriptionLink, wsLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Caller, serve, type TestApp, testApp } from '../testing/app.ts'
import { type EventStream, openEvents } from '../testing/event-stream.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

const bearer = ({ token }: Caller) => ({ authorization: `Bearer ${token}` })

async function follow(
  caller: Caller,
  headers: Record<string, string> = {},
  query = '',
): Promise<EventStream> {
  const stream = await openEvents(`${caller.url}${caller.tasks}/events${query}`, {
    ...bearer(caller),
    ...headers,
  })
  onTestFinished(() => stream.close())
  return stream
}

const dataOf = (stream: EventStream) =>
  stream.events().flatMap(({ id, data }) => (data ? [{ revision: Number(id), ...JSON.parse(data) }] : []))

describe('GET …/tasks/events', () => {
  test('tells each change with its revision, as it happens', async () => {
    const ada = await server.signIn()
    const before = await ada.trpc.task.create.mutate({ title: 'before' })
    const stream = await follow(ada)
    expect(stream).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    })
    expect(stream.headers['cache-control']).toBe('no-store')
    expect(stream.headers['x-request-id']).toBeTruthy()

    const task = await ada.trpc.task.create.mutate({ title: 'Grüße 👋' })
    await expect.poll(() => dataOf(stream)).toEqual([{ revision: 2, type: 'upsert', task }])
    const done = await ada.trpc.task.complete.mutate({ id: task.id })
    await ada.trpc.task.delete.mutate({ id: before.id })
    await expect
      .poll(() => dataOf(stream))
      .toEqual([
        { revision: 2, type: 'upsert', task },
        { revision: 3, type: 'upsert', task: done },
        { revision: 4, type: 'delete', id: before.id },
      ])
  })

  test('says at once where it begins, so that whoever is cut off before anything happens misses nothing', async () => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const stream = await follow(ada)
    await expect.poll(() => stream.events()).toEqual([{ id: '1' }])
  })

  test('goes on after Last-Event-ID, from the header or the query', async () => {
    const ada = await server.signIn()
    for (const title of ['a', 'b', 'c']) await ada.trpc.task.create.mutate({ title })
    const titles = (stream: EventStream) => dataOf(stream).map(({ task }) => task.title)
    const byHeader = await follow(ada, { 'last-event-id': '1' })
    const byQuery = await follow(ada, {}, '?lastEventId=2')
    const both = await follow(ada, { 'last-event-id': '2' }, '?lastEventId=0')
    await expect.poll(() => titles(byHeader)).toEqual(['b', 'c'])
    await expect.poll(() => titles(byQuery)).toEqual(['c'])
    await expect.poll(() => titles(both)).toEqual(['c'])
  })

  test.each([
    ['a revision of the future', '99', 410, 'RESYNC_REQUIRED'],
    ['what is no revision', 'x', 422, 'VALIDATION_ERROR'],
    ['a negative number', '-1', 422, 'VALIDATION_ERROR'],
    ['a number beyond counting', '9'.repeat(30), 422, 'VALIDATION_ERROR'],
  ])('%s is refused before anything is sent', async (_, id, status, error) => {
    const ada = await server.signIn()
    const answer = await ada.rest('GET', `${ada.tasks}/events`, { headers: { 'last-event-id': id } })
    expect(answer).toMatchObject({ status, body: { error } })
  })

  test('what is too old to go on from is RESYNC_REQUIRED, and beginning at 0 still works', async () => {
    const ada = await server.signIn()
    const { id } = await ada.trpc.task.create.mutate({ title: 'gone' })
    const kept = await ada.trpc.task.create.mutate({ title: 'kept' })
    await ada.trpc.task.delete.mutate({ id })
    await server.database.client.revision.update({ where: { userId: ada.id }, data: { purged: 3 } })
    await server.database.client.deletedTask.deleteMany({ where: { userId: ada.id } })
    const answer = await ada.rest('GET', `${ada.tasks}/events`, { headers: { 'last-event-id': '1' } })
    expect(answer).toMatchObject({ status: 410, body: { error: 'RESYNC_REQUIRED' } })
    const stream = await follow(ada, { 'last-event-id': '0' })
    await expect.poll(() => dataOf(stream)).toEqual([{ revision: 2, type: 'upsert', task: kept }])
  })

  test("nobody hears of anybody else's tasks", async () => {
    const [ada, bob] = [await server.signIn(), await server.signIn()]
    const stream = await follow(ada)
    await bob.trpc.task.create.mutate({ title: "Bob's" })
    const own = await ada.trpc.task.create.mutate({ title: 'own' })
    await expect.poll(() => dataOf(stream)).toEqual([{ revision: 1, type: 'upsert', task: own }])
    const foreign = await ada.rest('GET', `${bob.tasks}/events`)
    expect(foreign).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
    expect((await server.app.inject(`${ada.tasks}/events`)).statusCode).toBe(401)
  })

  test('an API key with the scope may follow, until it is revoked', async () => {
    const ada = await server.signIn()
    const reader = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:read'] })
    const writer = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:write'] })
    const url = `${server.url}${ada.tasks}/events`
    expect((await openEvents(url, { 'x-api-key': writer.key })).status).toBe(403)
    const stream = await openEvents(url, { 'x-api-key': reader.key })
    expect(stream.status).toBe(200)
    await ada.trpc.apiKey.revoke.mutate({ id: reader.id })
    await stream.ended
    expect(stream.events().at(-1)).toMatchObject({ event: 'error', data: expect.stringContaining('revoked') })
  })

  test.each([
    ['logging out', (caller: Caller) => caller.rest('POST', '/api/v1/auth/logout')],
    [
      'whatever ends the session, told by the database alone',
      ({ sessionId }: Caller) =>
        server.database.client.session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } }),
    ],
    ['deleting the user', ({ id }: Caller) => server.database.client.user.delete({ where: { id } })],
  ])('%s ends the stream', async (_, end) => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const stream = await follow(ada)
    await end(ada)
    await stream.ended
    const problem = JSON.parse(stream.events().at(-1)?.data ?? '')
    expect(problem).toMatchObject({ status: 401, error: 'UNAUTHORIZED' })
  })

  test('a stream ends with the access token that opened it', async () => {
    const ada = await server.signIn()
    const short = await serve(server.database, { ACCESS_TOKEN_TTL: '1s' })
    onTestFinished(() => short.app.close())
    const token = short.services.accessTokens.sign({ id: ada.id, role: 'user', sessionId: ada.sessionId })
    const stream = await follow(ada, { authorization: `Bearer ${token}` })
    await stream.ended
    expect(stream.text()).toContain('expired')
  })
})

/** A client of the official kind, over a transport of its own that ends with the test. */
function overWebSocket(caller: Caller, params: () => Record<string, string> = () => bearer(caller)) {
  const opened: { code?: number }[] = []
  const client = createWSClient({
    url: `${caller.url.replace(/^http/, 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: async () => params(),
    retryDelayMs: () => 20,
    onClose: (cause) => opened.push(cause ?? {}),
  })
  onTestFinished(() => void client.close())
  return { closes: opened, trpc: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }) }
}

function overSse(caller: Caller) {
  const link = httpSubscriptionLink({
    url: `${caller.url}/trpc`,
    connectionParams: () => bearer(caller),
    EventSource,
  })
  return { trpc: createTRPCClient<AppRouter>({ links: [link] }) }
}

describe.each([
  ['server-sent events', overSse],
  ['a WebSocket', (caller: Caller) => overWebSocket(caller)],
])('task.onChange over %s', (_, connectTo) => {
  const subscribe = (caller: Caller, lastEventId?: string) => {
    const told: unknown[] = []
    const errors: unknown[] = []
    const subscription = connectTo(caller).trpc.task.onChange.subscribe(
      lastEventId === undefined ? undefined : { lastEventId },
      {
        onData: ({ id, data }) => told.push({ revision: id, ...data }),
        onError: (error) => errors.push(error),
      },
    )
    onTestFinished(() => subscription.unsubscribe())
    return { told, errors, subscription }
  }

  test('tells each change, tracked by its revision', async () => {
    const ada = await server.signIn()
    const first = await ada.trpc.task.create.mutate({ title: 'first' })
    const { told } = subscribe(ada, '0')
    await expect.poll(() => told).toEqual([{ revision: '1', type: 'upsert', task: first }])
    await ada.trpc.task.delete.mutate({ id: first.id })
    await expect.poll(() => told.slice(1)).toEqual([{ revision: '2', type: 'delete', id: first.id }])
  })

  test('a revision of the future is RESYNC_REQUIRED', async () => {
    const { errors } = subscribe(await server.signIn(), '7')
    await expect.poll(() => errors).toMatchObject([{ data: { error: 'RESYNC_REQUIRED', httpStatus: 410 } }])
  })

  test('ends with its session', async () => {
    const ada = await server.signIn()
    const task = await ada.trpc.task.create.mutate({ title: 'x' })
    const { told, errors } = subscribe(ada, '0')
    await expect.poll(() => told).toEqual([{ revision: '1', type: 'upsert', task }])
    await ada.trpc.auth.logout.mutate()
    await expect.poll(() => errors).toMatchObject([{ data: { error: 'UNAUTHORIZED' } }])
  })

  test('leaves nothing behind when it is stopped', async () => {
    const limited = await serve(server.database, { RATE_LIMIT_MAX: '100' })
    onTestFinished(() => limited.app.close())
    const ada = await limited.signIn()
    const task = await ada.trpc.task.create.mutate({ title: 'x' })
    const { told, subscription } = subscribe(ada, '0')
    await expect.poll(() => told).toEqual([{ revision: '1', type: 'upsert', task }])
    expect(limited.services.taskFeed.watchCount(ada.id)).toBe(1)
    subscription.unsubscribe()
    await expect.poll(() => limited.services.taskFeed.watchCount(ada.id)).toBe(0)
  })
})

describe('tRPC over a WebSocket', () => {
  test('serves every procedure, and checks the credentials of each call anew', async () => {
    const ada = await server.signIn()
    const { trpc } = overWebSocket(ada)
    const task = await trpc.task.create.mutate({ title: 'over a socket' })
    expect(await trpc.task.get.query({ id: task.id })).toEqual(task)
    await expect(trpc.admin.listUsers.query()).rejects.toMatchObject({ data: { error: 'FORBIDDEN' } })
    await ada.trpc.auth.logout.mutate()
    await expect(trpc.task.get.query({ id: task.id })).rejects.toMatchObject({
      data: { error: 'UNAUTHORIZED' },
    })
  })

  test.each([
    ['token', async (caller: Caller) => ({ token: caller.token })],
    [
      'apiKey',
      async (caller: Caller) => ({
        apiKey: (await caller.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:read'] })).key,
      }),
    ],
  ])('takes its credentials as %s too', async (_, paramsOf) => {
    const ada = await server.signIn()
    const params = await paramsOf(ada)
    const { trpc } = overWebSocket(ada, () => params)
    expect((await trpc.task.list.query()).data).toEqual([])
  })

  test('without credentials only what is public answers', async () => {
    const { trpc } = overWebSocket(await server.signIn(), () => ({}))
    await expect(trpc.task.list.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
  })

  test('each call counts: a socket is no way around the limit', async () => {
    const limited = await serve(server.database, { RATE_LIMIT_MAX: '5' })
    onTestFinished(() => limited.app.close())
    const { trpc } = overWebSocket(await limited.signIn())
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => trpc.task.list.query()))
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(3)
    expect(refused[0]).toMatchObject({ reason: { data: { error: 'RATE_LIMITED' } } })
  })

  test('so does each connection', async () => {
    const limited = await serve(server.database, { RATE_LIMIT_MAX: '2' })
    onTestFinished(() => limited.app.close())
    const codes = await Promise.all(
      Array.from({ length: 3 }, () => {
        const socket = new WebSocket(`${limited.url.replace(/^http/, 'ws')}/trpc`)
        onTestFinished(() => socket.terminate())
        return new Promise<number>((resolve) => {
          socket.on('close', resolve)
          socket.on('open', () => setTimeout(() => resolve(0), 300))
        })
      }),
    )
    expect(codes.sort()).toEqual([0, 0, 1013])
  })

  test('a message that is too long ends the connection, and no other', async () => {
    const ada = await server.signIn()
    const { trpc, closes } = overWebSocket(ada)
    await trpc.task.list.query()
    const big = trpc.task.create
      .mutate({ title: 'x', description: 'x'.repeat(300_000) })
      .catch(() => 'cut off')
    await expect.poll(() => closes.length).toBeGreaterThan(0)
    expect(await overWebSocket(ada).trpc.task.list.query()).toMatchObject({ data: [] })
    await Promise.race([big, Promise.resolve()])
  })
})

describe('closing', () => {
  test('ends every stream, and does not wait for a connection that says nothing', async () => {
    const closing = await serve(server.database)
    const ada = await closing.signIn()
    const stream = await follow(ada)
    const told: unknown[] = []
    overWebSocket(ada).trpc.task.onChange.subscribe(undefined, {
      onStarted: () => told.push('started'),
      onError: (error) => told.push(error),
    })
    const silent = connect(Number(new URL(closing.url).port), '127.0.0.1')
    onTestFinished(() => void silent.destroy())
    await expect.poll(() => told).toEqual(['started'])
    await closing.app.close()
    await stream.ended
    // The client of a subscription is not told of an end, so that it comes back by itself.
    expect(told).toEqual(['started'])
  })
})

test.runIf(testEngine === 'postgresql')(
  'a change through one process reaches the streams of another',
  async () => {
    const database = await createTestDb()
    onTestFinished(() => database.close())
    const [one, two] = [await serve(database), await serve(database)]
    onTestFinished(async () => {
      await one.app.close()
      await two.app.close()
    })
    const ada = await one.signIn()
    const stream = await follow({ ...ada, url: two.url })
    const id = uuidv7()
    await ada.trpc.task.create.mutate({ id, title: 'x' })
    await expect.poll(() => dataOf(stream).map(({ task }) => task.id), { timeout: 1000 }).toEqual([id])
  },
)
