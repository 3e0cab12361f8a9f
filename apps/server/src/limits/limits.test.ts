import type { AppRouter } from '@tandem/api'
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpSubscriptionLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serveDuringTest } from '../testing/app.ts'
import { bearer, type Caller, rest } from '../testing/caller.ts'
import { openEvents } from '../testing/requests/event-stream.ts'
import { overWebSocket } from '../testing/requests/subscriptions.ts'

test('every response says what is left, and 429 when to retry', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_MAX: '3' })
  const ada = await server.signIn()
  for (const left of [2, 1, 0]) {
    const { status, headers } = await ada.rest('GET', ada.tasks)
    expect(status).toBe(200)
    expect(headers['ratelimit-policy']).toBe('"calls";q=3;w=60')
    expect(headers.ratelimit).toMatch(new RegExp(`^"calls";r=${left};t=\\d+$`))
  }
  const refused = await ada.rest('GET', ada.tasks)
  expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  const bob = await server.signIn()
  expect((await bob.rest('GET', bob.tasks)).status).toBe(200)
})

test('a batch of ten counts as ten calls, with every link', async () => {
  for (const link of [httpBatchLink, httpBatchStreamLink]) {
    const server = await serveDuringTest({ RATE_LIMIT_MAX: '25' })
    const ada = await server.signIn()
    const seen: (string | null)[] = []
    const client = createTRPCClient<AppRouter>({
      links: [
        link({
          url: `${server.url}/trpc`,
          headers: { authorization: `Bearer ${ada.token}` },
          fetch: async (url, init) => {
            const answer = await fetch(url, init as RequestInit)
            seen.push(answer.headers.get('ratelimit'))
            return answer
          },
        }),
      ],
    })
    const batch = () =>
      Promise.allSettled(Array.from({ length: 10 }, () => client.task.list.query({ limit: 1 })))
    expect((await batch()).every(({ status }) => status === 'fulfilled')).toBe(true)
    expect((await batch()).every(({ status }) => status === 'fulfilled')).toBe(true)
    for (const outcome of await batch()) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { data: { error: 'RATE_LIMITED', httpStatus: 429 } },
      })
    }
    expect(seen.slice(0, 2)).toEqual([expect.stringContaining('r=15'), expect.stringContaining('r=5')])
  }
})

describe('a bulk counts as many calls as it has operations, before it runs', () => {
  const bulk = (count: number) => ({
    operations: Array.from({ length: count }, () => ({ type: 'create' as const, title: 'x' })),
  })
  const ways: [string, (ada: Caller) => (count: number) => Promise<unknown>][] = [
    ['tRPC', (ada) => (count) => ada.trpc.task.bulk.mutate(bulk(count)).then(() => 'done', errorOf)],
    [
      'REST',
      (ada) => async (count) => {
        const { status, body } = await ada.rest('POST', `${ada.tasks}/bulk`, { json: bulk(count) })
        return status === 200 ? 'done' : body.error
      },
    ],
    [
      'WebSocket',
      (ada) => {
        const { trpc } = overWebSocket(ada)
        return (count) => trpc.task.bulk.mutate(bulk(count)).then(() => 'done', errorOf)
      },
    ],
  ]
  const errorOf = (error: { data: { error: string } }) => error.data.error

  test.each(ways)('over %s', async (_, senderOf) => {
    const server = await serveDuringTest({ RATE_LIMIT_MAX: '50' })
    const ada = await server.signIn()
    const send = senderOf(ada)
    expect(await send(20)).toBe('done')
    expect(await send(20)).toBe('done')
    // A refused one costs a call or two, so that what is left can be used by smaller ones.
    expect(await send(20)).toBe('RATE_LIMITED')
    expect(await send(1)).toBe('done')
    const where = { userId: ada.id }
    expect(await server.database.client.task.count({ where })).toBe(41)
    // Not even read further: an invalid one over the limit is over the limit.
    expect(await send(101)).toBe('RATE_LIMITED')
  })

  test('also in a batch', async () => {
    const server = await serveDuringTest({ RATE_LIMIT_MAX: '50' })
    const ada = await server.signIn()
    const batch = Array.from({ length: 4 }, () =>
      ada.trpc.task.bulk.mutate(bulk(15)).then(() => 'done', errorOf),
    )
    expect((await Promise.all(batch)).filter((outcome) => outcome === 'done')).toHaveLength(3)
    expect(await server.database.client.task.count({ where: { userId: ada.id } })).toBe(45)
  })
})

test('sign-ins and registrations count by address, right or wrong, over both APIs', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_AUTH_MAX: '4' })
  const attempt = (password: string) =>
    rest(server.app, 'POST', '/api/v1/auth/token', {
      json: { grant_type: 'password', username: 'a@example.com', password },
    })
  expect((await attempt('x')).status).toBe(400)
  const account = { email: `${uuidv7()}@example.com`, name: 'Ada', password: 'correct horse battery' }
  expect((await rest(server.app, 'POST', '/api/v1/auth/register', { json: account })).status).toBe(201)
  expect((await attempt('y')).status).toBe(400)
  const anyone = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${server.url}/trpc` })] })
  const flood = Array.from({ length: 5 }, () =>
    anyone.auth.token.mutate({ grant_type: 'password', username: 'a@example.com', password: 'z' }),
  )
  const codes = (await Promise.allSettled(flood)).map(
    (outcome) => outcome.status === 'rejected' && outcome.reason.data.error,
  )
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4)
  const refused = await attempt('x')
  expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('a refresh is not an attempt, but calls without credentials count by address', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_AUTH_MAX: '1', RATE_LIMIT_MAX: '5' })
  const refresh = () =>
    rest(server.app, 'POST', '/api/v1/auth/token', {
      json: { grant_type: 'refresh_token', refresh_token: 'x' },
    })
  for (let i = 0; i < 5; i++) expect((await refresh()).status).toBe(400)
  expect((await refresh()).status).toBe(429)
  expect(
    (await rest(server.app, 'GET', '/api/v1/users/me', { headers: { authorization: 'Bearer x' } })).status,
  ).toBe(429)
})

test('the networks of one site have four times the limit of one, all together', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_AUTH_MAX: '2', TRUST_PROXY: '1' })
  const attempt = (address: string) =>
    rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: { 'x-forwarded-for': address },
      json: { grant_type: 'password', username: 'a@example.com', password: 'x' },
    })
  const statuses: number[] = []
  for (let i = 1; i <= 9; i++) statuses.push((await attempt(`2001:db8:7:${i}::1`)).status)
  expect(statuses).toEqual([400, 400, 400, 400, 400, 400, 400, 400, 429])
  const refused = await attempt('[2001:db8:7:a::1]:443')
  expect(refused.headers['ratelimit-policy']).toContain('"attempts";q=8;w=60')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await attempt('2001:db8:8:1::1')).status).toBe(400)
})

test('what a proxy passes on that is no address counts as the address of the proxy', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_MAX: '2', TRUST_PROXY: '1' })
  const statuses: number[] = []
  for (const address of ['garbage-1', 'garbage-2', 'unknown', '127.0.0.1']) {
    const headers = { 'x-forwarded-for': address }
    statuses.push((await rest(server.app, 'GET', '/api/v1/users/me', { headers })).status)
  }
  expect(statuses).toEqual([401, 401, 429, 429])
})

test('X-Forwarded-For is used only from a trusted proxy', async () => {
  const tryAs = async (variables: Record<string, string>, addresses: string[]) => {
    const server = await serveDuringTest({ RATE_LIMIT_MAX: '2', ...variables })
    const statuses = []
    for (const address of addresses) {
      statuses.push(
        (await rest(server.app, 'GET', '/api/v1/users/me', { headers: { 'x-forwarded-for': address } }))
          .status,
      )
    }
    return statuses
  }
  const spread = ['198.51.100.1', '198.51.100.2', '198.51.100.3']
  expect(await tryAs({}, spread)).toEqual([401, 401, 429])
  expect(await tryAs({ TRUST_PROXY: 'loopback' }, spread)).toEqual([401, 401, 401])
  expect(await tryAs({ TRUST_PROXY: '1' }, spread)).toEqual([401, 401, 401])
  // Some proxies append the port of the connection.
  expect(
    await tryAs(
      { TRUST_PROXY: '1' },
      ['1001', '1002', '1003'].map((port) => `198.51.100.9:${port}`),
    ),
  ).toEqual([401, 401, 429])
  // Entries before the proxy's own are from the client, and ignored.
  expect(
    await tryAs(
      { TRUST_PROXY: '1' },
      spread.map((address) => `${address}, 198.51.100.9`),
    ),
  ).toEqual([401, 401, 429])
  expect(await tryAs({ TRUST_PROXY: '10.0.0.0/8' }, spread)).toEqual([401, 401, 429])
})

test('0 turns a limit off: no RateLimit header', async () => {
  const server = await serveDuringTest({ RATE_LIMIT_MAX: '0' })
  const { headers } = await rest(server.app, 'GET', '/api/v1/users/me')
  expect(headers.ratelimit).toBeUndefined()
})

test('STREAMS_MAX limits the open streams of one user, over all transports', async () => {
  const server = await serveDuringTest({ STREAMS_MAX: '2' })
  const [ada, bob] = [await server.signIn(), await server.signIn()]
  const open = async (caller: Caller) => {
    const stream = await openEvents(`${server.url}${caller.tasks}/events`, bearer(caller))
    onTestFinished(() => stream.close())
    return stream
  }
  const first = await open(ada)
  const client = createTRPCClient<AppRouter>({
    links: [httpSubscriptionLink({ url: `${server.url}/trpc`, connectionParams: bearer(ada), EventSource })],
  })
  const errors: unknown[] = []
  const subscription = client.task.onChange.subscribe(undefined, { onError: (error) => errors.push(error) })
  onTestFinished(() => subscription.unsubscribe())
  await expect.poll(() => server.services.taskFeed.watchCount(ada.id)).toBe(2)

  const refused = await ada.rest('GET', `${ada.tasks}/events`)
  expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await open(bob)).status).toBe(200)

  first.close()
  await expect.poll(async () => (await open(ada)).status).toBe(200)
  expect(errors).toEqual([])
})
