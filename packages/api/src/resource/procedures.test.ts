import { beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Call } from '../core/call.ts'
import { createContext } from '../core/context.ts'
import { router } from '../core/trpc.ts'
import { once } from '../persistence/once.ts'
import { refusal, testApi } from '../testing/test-api.ts'
import { callsOf } from './calls.ts'
import { type ResourceAccess, readOf, writeOf } from './procedures.ts'
import { createStore } from './store.ts'
import { book, bookTable, createBooks } from './testing/books.ts'

const books = callsOf(createStore(bookTable))
const id = z.object({ id: z.string() })
const fields = z.object({ title: z.string() })

// Books have no scopes of their own, so those of tasks stand in for them.
const restricted = (
  access: ResourceAccess & { read?: 'user' | 'role:admin'; write?: 'user' | 'role:admin' },
) => ({
  get: readOf('tasks', access)
    .input(id)
    .query(({ ctx, input }) => books.get(ctx, input)),
  create: writeOf('tasks', access)
    .input(fields)
    .mutation(once(({ ctx, input }) => books.create(ctx, book(input.title)))),
})
const open = { read: 'public', write: 'public' } as const
const routers = {
  user: restricted({ read: 'user', write: 'user' }),
  admin: restricted({ read: 'role:admin', write: 'role:admin' }),
  session: restricted({ credentials: ['jwt'] }),
  key: restricted({ credentials: ['apiKey'] }),
  adminKey: restricted({ write: 'role:admin', credentials: ['apiKey'] }),
  open: {
    get: readOf('books', open)
      .input(id)
      .query(({ ctx, input }) => books.get(ctx, input)),
    create: writeOf('books', open)
      .input(fields)
      .mutation(once(({ ctx, input }) => books.create(ctx, book(input.title)))),
  },
}
const library = router(routers)

let world: Awaited<ReturnType<typeof testApi>>
let bookId: string
const callers = new Map<string, Partial<Call>>()
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
  bookId = (await books.create(world.services, book('a'))).id
  callers.set('nobody', {})
  callers.set('a stale token', { authorization: 'Bearer x' })
  for (const role of ['user', 'admin'] as const) {
    const { api, token } = await world.signIn('Ada', role)
    callers.set(role, { authorization: `Bearer ${token}` })
    for (const scope of ['read', 'write'] as const) {
      const { key } = await api.apiKey.create({ name: scope, scopes: [`tasks:${scope}`] })
      callers.set(`${role}'s key to ${scope}`, { apiKey: key })
    }
  }
})

const replayed: unknown[] = []
beforeEach(() => void replayed.splice(0))

async function as(caller: string, more: Partial<Call> = {}) {
  const ctx = await createContext(world.services, {
    requestId: 'test',
    address: '192.0.2.1',
    calls: 1,
    takeFromLimit: async () => true,
    onReplay: () => void replayed.push(caller),
    ...callers.get(caller),
    ...more,
  })
  return library.createCaller(ctx)
}

async function statusOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 200,
    () => refusal(call).then(({ status }) => status),
  )
}

const USER = ['user', "user's key to"]
const ADMIN = ['admin', "admin's key to"]
test.each<[keyof typeof routers, string[]]>([
  ['user', [...USER, ...ADMIN]],
  ['admin', ADMIN],
  ['session', ['user', 'admin']],
  ['key', ["user's key to", "admin's key to"]],
  ['open', [...callers.keys()]],
])('%s: whoever may not call it is refused, by what they lack', async (name, allowed) => {
  for (const caller of callers.keys()) {
    const api = (await as(caller))[name]
    const isAllowed = (verb: string) =>
      name === 'open' || allowed.some((one) => caller === one || caller === `${one} ${verb}`)
    const refused = callers.get(caller)?.apiKey || caller === 'user' || caller === 'admin' ? 403 : 401
    expect(await statusOf(api.get({ id: bookId })), `${caller} reads`).toBe(isAllowed('read') ? 200 : refused)
    expect(await statusOf(api.create({ title: 'b' })), `${caller} writes`).toBe(
      isAllowed('write') ? 200 : refused,
    )
  }
})

test('reading and writing may be for different callers', async () => {
  const key = await as("user's key to read")
  expect(await statusOf(key.adminKey.get({ id: bookId }))).toBe(200)
  expect(await refusal((await as("user's key to write")).adminKey.create({ title: 'b' }))).toMatchObject({
    message: 'Only an administrator may do this',
  })
  expect(await statusOf((await as("admin's key to write")).adminKey.create({ title: 'b' }))).toBe(200)
})

test('a refusal says what would do', async () => {
  const messages = async (caller: string, name: 'session' | 'key') =>
    (await refusal((await as(caller))[name].get({ id: bookId }))).message
  expect(await messages("user's key to read", 'session')).toBe('An API key may not do this: sign in')
  expect(await messages('user', 'key')).toBe('Only an API key with the scope tasks:read may do this')
  expect(await messages("user's key to write", 'key')).toBe('The API key lacks the scope tasks:read')
})

test('a path of another user is refused, whatever the caller may do elsewhere', async () => {
  for (const name of ['user', 'admin'] as const) {
    const api = (await as('admin', { pathUserId: crypto.randomUUID() }))[name]
    expect(await statusOf(api.get({ id: bookId }))).toBe(403)
  }
})

test('an Idempotency-Key counts for each caller by themselves, and needs one', async () => {
  const create = async (caller: string, name: 'user' | 'open') =>
    (await as(caller, { idempotencyKey: 'key' }))[name].create({ title: 'once' })
  const first = await create('user', 'user')
  expect(await create('user', 'user')).toEqual(first)
  expect(replayed).toEqual(['user'])
  expect((await create('admin', 'user')).id).not.toBe(first.id)
  const key = await (await as('admin', { idempotencyKey: 'open' })).open.create({ title: 'once' })
  expect(await (await as('admin', { idempotencyKey: 'open' })).open.create({ title: 'once' })).toEqual(key)
  for (const caller of ['nobody', 'a stale token'])
    expect(await refusal(create(caller, 'open'))).toMatchObject({
      status: 422,
      issues: [{ path: ['Idempotency-Key'] }],
    })
})

test('callers without credentials take turns by their address', async () => {
  const keys: string[] = []
  const { turns } = world.services
  const take: typeof turns.calls.take = (key, work, hasLeft) => {
    keys.push(key)
    return turns.calls.take(key, work, hasLeft)
  }
  const services = { ...world.services, turns: { ...turns, calls: { ...turns.calls, take } } }
  const call = { requestId: 'test', address: '192.0.2.7', calls: 1, takeFromLimit: async () => true }
  await library.createCaller(await createContext(services, call)).open.get({ id: bookId })
  expect(keys).toEqual(['192.0.2.7'])
})

test('what is kept of a resource is dropped by a write without a caller too', async () => {
  const dropped: unknown[] = []
  const { answers } = world.services
  const dropChanged: typeof answers.dropChanged = (name, owner) => {
    dropped.push([name, owner])
    return undefined
  }
  const services = { ...world.services, answers: { ...answers, dropChanged } }
  const call = { requestId: 'test', address: '192.0.2.7', calls: 1, takeFromLimit: async () => true }
  await library.createCaller(await createContext(services, call)).open.create({ title: 'a' })
  expect(dropped).toEqual([['books', undefined]])
})
