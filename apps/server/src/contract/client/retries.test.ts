import { createClient } from '@tandem/client'
import { getUntypedClient } from '@trpc/client'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { bearer } from '../../testing/caller.ts'
import { allProcedures, type Procedure } from '../../testing/procedures.ts'
import { send, trpcRequest } from '../../testing/requests/requests.ts'
import { proxy } from '../../testing/services/proxy.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

async function connect(options: { retries?: number } = {}) {
  const ada = await server.signIn()
  const via = await proxy(server.url)
  const auth = { tokens: { access: ada.token, refresh: '' } }
  const client = createClient({ url: via.url, auth, ...options })
  onTestFinished(() => client.close())
  return { ada, client, via }
}

const keys = (requests: { headers: Record<string, unknown> }[]) =>
  requests.map(({ headers }) => headers['idempotency-key'])

test('a query is repeated while there is no server behind the proxy', async () => {
  const { client, via } = await connect()
  const statuses = [502, 503]
  via.onRequest(() => {
    const status = statuses.shift()
    return status ? { status } : 'pass'
  })
  expect(await client.task.list.query()).toMatchObject({ data: [] })
  expect(via.requests).toHaveLength(3)
})

test('a query is repeated when the connection breaks', async () => {
  const { client, via } = await connect()
  via.onRequest(() => (via.requests.length === 1 ? 'lose answer' : 'pass'))
  expect(await client.task.list.query()).toMatchObject({ data: [] })
  expect(via.requests).toHaveLength(2)
})

test('a mutation whose answer was lost takes effect once, and is answered', async () => {
  const { ada, client, via } = await connect()
  via.onRequest(() => (via.requests.length === 1 ? 'lose answer' : 'pass'))
  const made = await client.task.create.mutate({ title: 'Once' })
  expect((await ada.trpc.task.list.query()).data).toEqual([made])
  const [first, second, ...more] = keys(via.requests)
  expect(first).toMatch(/^[\da-f]{32}$/)
  expect(second).toBe(first)
  expect(more).toEqual([])
})

test('a mutation has the key that its caller gives', async () => {
  const { client, via } = await connect()
  const context = { idempotencyKey: 'mine' }
  const first = await client.task.create.mutate({ title: 'Once' }, { context })
  expect(await client.task.create.mutate({ title: 'Once' }, { context })).toEqual(first)
  expect(keys(via.requests)).toEqual(['mine', 'mine'])
})

test('a mutation without a key is not repeated', async () => {
  const { client, via } = await connect()
  via.onRequest(() => 'lose answer')
  await expect(client.user.update.mutate({ name: 'Bea' })).rejects.toThrow()
  expect(via.requests).toHaveLength(1)
})

test('a limited call is repeated when the server says', async () => {
  const { client, via } = await connect()
  via.onRequest(() => (via.requests.length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : 'pass'))
  expect(await client.task.list.query()).toMatchObject({ data: [] })
  expect(via.requests).toHaveLength(2)
})

test('a call that would have to wait for hours fails at once', async () => {
  const { client, via } = await connect()
  via.onRequest(() => ({ status: 503, headers: { 'retry-after': '7200' } }))
  await expect(client.task.list.query()).rejects.toThrow()
  expect(via.requests).toHaveLength(1)
})

test('attempts end, and what can never succeed is not repeated', async () => {
  const { client, via } = await connect()
  await expect(client.task.get.query({ id: crypto.randomUUID() })).rejects.toMatchObject({
    data: { error: 'NOT_FOUND' },
  })
  expect(via.requests).toHaveLength(1)
  via.onRequest(() => ({ status: 503 }))
  await expect(client.task.list.query()).rejects.toThrow()
  expect(via.requests).toHaveLength(5)
})

test('a call that its caller aborts is not repeated', async () => {
  const { client, via } = await connect()
  const caller = new AbortController()
  via.onRequest(() => {
    caller.abort()
    return { status: 503 }
  })
  await expect(client.task.list.query(undefined, { signal: caller.signal })).rejects.toThrow()
  via.onRequest(() => 'pass')
  await client.user.me.query()
  expect(via.requestsTo('task.list')).toHaveLength(1)
})

test('a client without retries sends each call once, and mutations without a key of its own', async () => {
  const { client, via } = await connect({ retries: 0 })
  await Promise.all(['one', 'two'].map((title) => client.task.create.mutate({ title })))
  expect(keys(via.requests)).toEqual([undefined])
  via.onRequest(() => ({ status: 503 }))
  await expect(client.task.list.query()).rejects.toThrow()
  expect(via.requests).toHaveLength(2)
})

const isForKeysOnly = ({ credentials }: Procedure) => credentials.length > 0 && !credentials.includes('jwt')
const mutations = (await allProcedures()).filter(
  (procedure) => procedure.type === 'mutation' && !isForKeysOnly(procedure),
)

test.each(mutations)('$path has a key only if the server keeps its answer', async (procedure) => {
  const ada = await server.signIn(procedure.role)
  const input = procedure.input(await procedure.sample(ada))
  const request = trpcRequest(procedure, input)
  const via = await proxy(server.url)
  const client = createClient({ url: via.url, auth: { tokens: { access: ada.token, refresh: '' } } })
  onTestFinished(() => client.close())
  await getUntypedClient(client)
    .mutation(procedure.path, request.form ?? input)
    .catch(() => undefined)
  const [key] = keys(via.requestsTo(procedure.path))
  if (key === undefined) return expect(['session', 'public', 'admin']).toContain(procedure.class)
  const again = await send(server.app, request, { ...bearer(ada), 'idempotency-key': String(key) })
  expect(again.headers['idempotency-replayed']).toBe('true')
})
