import { createTestDb } from '@tandem/db/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { ANSWER_RETENTION_MS } from './idempotency.ts'
import { countTasks, type User, withKey } from './testing/idempotent-calls.ts'

const database = await createTestDb()
afterAll(() => database.close())
const here = await testApi(database)
const { db, clock, signIn } = here

const storedKeys = ({ id }: User) => db.idempotencyKey.findMany({ where: { userId: id } })
const keyReused = {
  error: 'VALIDATION_ERROR',
  status: 422,
  issues: [{ path: ['Idempotency-Key'], message: 'was used for another request' }],
}

describe('a call with an idempotency key', () => {
  test('takes effect once and is replayed afterwards', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
    const task = await api.task.create({ title: 'x' })
    expect(api.replays).toBe(0)
    await user.api.task.update({ id: task.id, title: 'changed since' })
    expect(await api.task.create({ title: 'x' })).toEqual(task)
    expect(await withKey(here, user, 'k').task.create({ title: 'x' })).toEqual(task)
    expect([api.replays, await countTasks(user)]).toEqual([1, 1])
    await withKey(here, user, 'K').task.create({ title: 'x' })
    await user.api.task.create({ title: 'x' })
    expect(await countTasks(user)).toBe(3)
  })

  test('is replayed whatever the order of its fields', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
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
    expect([api.replays, await countTasks(user)]).toEqual([1, 2])
    for (const operations of [
      [{ type: 'create' as const, title: 'y' }, task],
      [
        { ...task, tags: ['b', 'a'] },
        { type: 'create' as const, title: 'y' },
      ],
    ]) {
      expect(await refusal(api.task.bulk({ operations }))).toMatchObject(keyReused)
    }
  })

  test('refuses its key for another input or procedure', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
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
      expect(await refusal(other())).toMatchObject(keyReused)
    }
    const again = withKey(here, user, 'l')
    await again.task.complete({ id })
    expect(await refusal(again.task.reopen({ id }))).toMatchObject(keyReused)
    expect([api.replays, again.replays, await countTasks(user)]).toEqual([0, 0, 1])
  })

  test('does not share its key with another user', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const apis = [withKey(here, ada, 'k'), withKey(here, bob, 'k')]
    const [first, second] = await Promise.all(apis.map((api) => api.task.create({ title: 'x' })))
    expect(first?.id).not.toBe(second?.id)
    expect([await countTasks(ada), await countTasks(bob), apis.map(({ replays }) => replays)]).toEqual([
      1,
      1,
      [0, 0],
    ])
  })

  test('is replayed for 24 hours, after which its key can be used again', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
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
    expect([await countTasks(user), api.replays]).toEqual([2, 1])
    expect([await api.task.create({ title: 'another' }), api.replays]).toEqual([second, 2])
    expect(await refusal(api.task.create({ title: 'x' }))).toMatchObject(keyReused)
  })

  test('is replayed by another process', async () => {
    const user = await signIn()
    const task = await withKey(here, user, 'k').task.create({ title: 'x' })
    const api = withKey(await testApi(database), user, 'k')
    expect(await api.task.create({ title: 'x' })).toEqual(task)
    expect([api.replays, await countTasks(user)]).toEqual([1, 1])
  })

  test('is replayed without output if it had none', async () => {
    const user = await signIn()
    const { id } = await user.api.task.create({ title: 'x' })
    const api = withKey(here, user, 'k')
    expect([await api.task.delete({ id }), await api.task.delete({ id }), api.replays]).toEqual([
      undefined,
      undefined,
      1,
    ])
    expect(await refusal(user.api.task.delete({ id }))).toMatchObject({ status: 404 })
  })

  test('replays the secret of a new API key', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
    const input = { name: 'CI', scopes: ['tasks:read' as const] }
    const made = await api.apiKey.create(input)
    expect(await api.apiKey.create(input)).toEqual(made)
    expect(await user.api.apiKey.list()).toHaveLength(1)
    await expect(here.call(undefined, { apiKey: made.key }).task.list()).resolves.toMatchObject({ data: [] })
  })

  test('is stored encrypted', async () => {
    const user = await signIn()
    await withKey(here, user, 'one').task.create({ title: 'a telling title' })
    const { key } = await withKey(here, user, 'two').apiKey.create({
      name: 'a telling name',
      scopes: ['tasks:read'],
    })
    const rows = await storedKeys(user)
    expect(rows).toHaveLength(2)
    for (const { fingerprint, answer } of rows) {
      const bytes = Buffer.concat([fingerprint, answer])
      for (const secret of ['telling', key, key.slice(4), 'tdm_', 'output'])
        expect(bytes.includes(secret), secret).toBe(false)
    }
  })
})

test.each(['', 'x'.repeat(256), 'a b', ' ', ' a', 'a\n', '\ta', 'a\0', '\x7f', 'é', '🦊'])(
  'the key %j is refused',
  async (key) => {
    const user = await signIn()
    expect(await refusal(withKey(here, user, key).task.create({ title: 'x' }))).toMatchObject({
      error: 'VALIDATION_ERROR',
      status: 422,
      issues: [{ path: ['Idempotency-Key'] }],
    })
    expect(await countTasks(user)).toBe(0)
  },
)

test.each(['x', '!~', 'x'.repeat(255), '8e03978e-40d5-43dd-bc93-6894a57f9324', '"quoted"'])(
  'the key %j is accepted',
  async (key) => {
    const user = await signIn()
    const api = withKey(here, user, key)
    await api.task.create({ title: 'x' })
    await api.task.create({ title: 'x' })
    expect([api.replays, await countTasks(user)]).toEqual([1, 1])
  },
)
