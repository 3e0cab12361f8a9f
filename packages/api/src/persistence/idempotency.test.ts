import { createTestDb } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { ANSWER_RETENTION_MS } from './idempotency.ts'

const database = await createTestDb()
afterAll(() => database.close())
/** Two processes over one database. */
const [here, there] = [await testApi(database), await testApi(database)]
const { db, clock, signIn } = here
type User = Awaited<ReturnType<typeof signIn>>

/** Calls with a key, and counts the answers that were given before. */
function keyed({ token }: User, idempotencyKey: string, process = here) {
  const counted = { replays: 0 }
  const onReplay = () => {
    counted.replays++
  }
  const { task, apiKey } = process.call(`Bearer ${token}`, { idempotencyKey, onReplay })
  return Object.assign(counted, { task, apiKey })
}

const count = async ({ api }: User) => (await api.task.list()).page.totalCount
const stored = ({ id }: User) => db.idempotencyKey.findMany({ where: { userId: id } })
const anotherRequest = {
  error: 'VALIDATION_ERROR',
  status: 422,
  issues: [{ path: ['Idempotency-Key'], message: 'was used for another request' }],
}

describe('a call with a key', () => {
  test('takes effect once, and is answered the same each time', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const task = await api.task.create({ title: 'x' })
    expect(api.replays).toBe(0)
    await user.api.task.update({ id: task.id, title: 'changed since' })
    expect(await api.task.create({ title: 'x' })).toEqual(task)
    expect(await keyed(user, 'k').task.create({ title: 'x' })).toEqual(task)
    expect([api.replays, await count(user)]).toEqual([1, 1])
    await keyed(user, 'K').task.create({ title: 'x' })
    await user.api.task.create({ title: 'x' })
    expect(await count(user)).toBe(3)
  })

  test('is the same call in whatever order its fields come', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const task = { type: 'create' as const, title: 'x', tags: ['a', 'b'] }
    const { title, tags, type } = task
    const answer = await api.task.bulk({ operations: [task, { type: 'create', title: 'y' }] })
    expect(
      await api.task.bulk({
        operations: [
          { tags, title, type },
          { title: 'y', type: 'create' },
        ],
      }),
    ).toEqual(answer)
    expect([api.replays, await count(user)]).toEqual([1, 2])
    for (const operations of [
      [{ type: 'create' as const, title: 'y' }, task],
      [
        { ...task, tags: ['b', 'a'] },
        { type: 'create' as const, title: 'y' },
      ],
    ]) {
      expect(await refusal(api.task.bulk({ operations }))).toMatchObject(anotherRequest)
    }
  })

  test('cannot be used for another input, or another procedure', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const { id } = await api.task.create({ title: 'x' })
    await user.api.task.complete({ id })
    for (const other of [
      () => api.task.create({ title: 'X' }),
      () => api.task.create({ title: 'x', description: null }),
      () => api.task.create({ title: 'x', id }),
      () => api.task.bulk({ operations: [{ type: 'create', title: 'x' }] }),
      () => api.task.delete({ id }),
      () => api.apiKey.create({ name: 'x', scopes: ['tasks:read'] }),
    ]) {
      expect(await refusal(other())).toMatchObject(anotherRequest)
    }
    const again = keyed(user, 'l')
    await again.task.complete({ id })
    expect(await refusal(again.task.reopen({ id }))).toMatchObject(anotherRequest)
    expect([api.replays, again.replays, await count(user)]).toEqual([0, 0, 1])
  })

  test("is told apart from another user's with the same key", async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const apis = [keyed(ada, 'k'), keyed(bob, 'k')]
    const [first, second] = await Promise.all(apis.map((api) => api.task.create({ title: 'x' })))
    expect(first?.id).not.toBe(second?.id)
    expect([await count(ada), await count(bob), apis.map(({ replays }) => replays)]).toEqual([1, 1, [0, 0]])
  })

  test('is remembered for 24 hours, and then is a new one', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const age = (ms: number) =>
      db.idempotencyKey.updateMany({
        where: { userId: user.id },
        data: { createdAt: new Date(clock().getTime() - ms) },
      })
    const first = await api.task.create({ title: 'x' })
    await age(ANSWER_RETENTION_MS - 1)
    expect([await api.task.create({ title: 'x' }), api.replays]).toEqual([first, 1])
    await age(ANSWER_RETENTION_MS)
    const second = await api.task.create({ title: 'another' })
    expect([await count(user), api.replays]).toEqual([2, 1])
    expect([await api.task.create({ title: 'another' }), api.replays]).toEqual([second, 2])
    expect(await refusal(api.task.create({ title: 'x' }))).toMatchObject(anotherRequest)
  })

  test('outlives the process that answered it', async () => {
    const user = await signIn()
    const task = await keyed(user, 'k').task.create({ title: 'x' })
    const api = keyed(user, 'k', await testApi(database))
    expect(await api.task.create({ title: 'x' })).toEqual(task)
    expect([api.replays, await count(user)]).toEqual([1, 1])
  })

  test('is answered with nothing where that is the answer', async () => {
    const user = await signIn()
    const { id } = await user.api.task.create({ title: 'x' })
    const api = keyed(user, 'k')
    expect([await api.task.delete({ id }), await api.task.delete({ id }), api.replays]).toEqual([
      undefined,
      undefined,
      1,
    ])
    expect(await refusal(user.api.task.delete({ id }))).toMatchObject({ status: 404 })
  })

  test('makes one API key, which is shown again', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const input = { name: 'CI', scopes: ['tasks:read' as const] }
    const made = await api.apiKey.create(input)
    expect(await api.apiKey.create(input)).toEqual(made)
    expect(await user.api.apiKey.list()).toHaveLength(1)
    await expect(here.call(undefined, { apiKey: made.key }).task.list()).resolves.toMatchObject({ data: [] })
  })

  test('is kept in a form that tells nothing', async () => {
    const user = await signIn()
    await keyed(user, 'one').task.create({ title: 'a telling title' })
    const { key } = await keyed(user, 'two').apiKey.create({ name: 'a telling name', scopes: ['tasks:read'] })
    const rows = await stored(user)
    expect(rows).toHaveLength(2)
    for (const { fingerprint, answer } of rows) {
      const bytes = Buffer.concat([fingerprint, answer])
      for (const secret of ['telling', key, key.slice(4), 'tdm_', 'output'])
        expect(bytes.includes(secret), secret).toBe(false)
    }
  })
})

describe('a call that fails', () => {
  test('leaves nothing behind, and may be tried again with its key', async () => {
    const user = await signIn()
    const { id } = await user.api.task.create({ title: 'there' })
    const api = keyed(user, 'k')
    const failures: [() => Promise<unknown>, number][] = [
      [() => api.task.create({ id, title: 'taken' }), 409],
      [() => api.task.update({ id: uuidv7(), title: 'x' }), 404],
      [() => api.task.update({ id, title: 'x', ifVersion: 7 }), 412],
      [() => api.task.create({ title: '' }), 422],
      [() => api.task.restore({ id: uuidv7() }), 404],
      [
        () => api.apiKey.create({ name: 'x', scopes: ['tasks:read'], expiresAt: '2020-01-01T00:00:00Z' }),
        422,
      ],
    ]
    for (const [fail, status] of failures) {
      expect(await refusal(fail())).toMatchObject({ status })
      expect(await refusal(fail())).toMatchObject({ status })
      expect(await stored(user)).toEqual([])
    }
    expect((await api.task.create({ title: 'at last' })).title).toBe('at last')
    expect([api.replays, await count(user), (await stored(user)).length]).toEqual([0, 2, 1])
  })

  test('as a bulk, leaves nothing of it', async () => {
    const user = await signIn()
    const api = keyed(user, 'k')
    const create = { type: 'create' as const, title: 'x' }
    const refused = await refusal(api.task.bulk({ operations: [create, { type: 'delete', id: uuidv7() }] }))
    expect(refused).toMatchObject({ status: 404, issues: [{ path: ['operations', 1, 'id'] }] })
    expect([await count(user), await stored(user), (await user.api.task.changes()).revision]).toEqual([
      0,
      [],
      0,
    ])
    await api.task.bulk({ operations: [create] })
    await api.task.bulk({ operations: [create] })
    expect([await count(user), api.replays]).toEqual([1, 1])
  })

  test('because the account is gone says so', async () => {
    const user = await signIn()
    await db.user.delete({ where: { id: user.id } })
    expect(await refusal(keyed(user, 'k').task.create({ title: 'x' }))).toMatchObject({ status: 401 })
  })
})

test.each(['', 'x'.repeat(256), 'a b', ' ', ' a', 'a\n', '\ta', 'a\0', '\x7f', 'é', '🦊'])(
  '%j is not a key',
  async (key) => {
    const user = await signIn()
    expect(await refusal(keyed(user, key).task.create({ title: 'x' }))).toMatchObject({
      error: 'VALIDATION_ERROR',
      status: 422,
      issues: [{ path: ['Idempotency-Key'] }],
    })
    expect(await count(user)).toBe(0)
  },
)

test.each(['x', '!~', 'x'.repeat(255), '8e03978e-40d5-43dd-bc93-6894a57f9324', '"quoted"'])(
  '%j is a key',
  async (key) => {
    const user = await signIn()
    const api = keyed(user, key)
    await api.task.create({ title: 'x' })
    await api.task.create({ title: 'x' })
    expect([api.replays, await count(user)]).toEqual([1, 1])
  },
)

describe('at once', () => {
  test.each([
    ['one process', [here]],
    ['two processes', [here, there]],
  ])(
    '50 calls of %s with one key have one effect; the others hear of it, or are told to wait',
    async (_, processes) => {
      const user = await signIn()
      const apis = processes.map((process) => keyed(user, 'k', process))
      const calls = Array.from({ length: 50 }, (_, n) => apis[n % apis.length]?.task.create({ title: 'x' }))
      const settled = await Promise.allSettled(calls)
      const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      const refusals = settled.flatMap((one) =>
        one.status === 'rejected' ? [Promise.reject(one.reason)] : [],
      )
      for (const refused of refusals)
        expect(await refusal(refused)).toMatchObject({ error: 'CONFLICT', status: 409 })
      expect(await count(user)).toBe(1)
      expect(new Set(answers.map((task) => task?.id)).size).toBe(1)
      expect(apis.reduce((total, { replays }) => total + replays, 0)).toBe(answers.length - 1)
      const api = keyed(user, 'k', there)
      expect(await api.task.create({ title: 'x' })).toEqual(answers[0])
      expect(api.replays).toBe(1)
    },
  )

  test('50 calls with a key each all get done', async () => {
    const user = await signIn()
    const calls = Array.from({ length: 50 }, (_, n) => keyed(user, `${n}`).task.create({ title: `${n}` }))
    expect(new Set((await Promise.all(calls)).map(({ id }) => id)).size).toBe(50)
    expect((await user.api.task.changes()).revision).toBe(50)
  })
})
