import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { countTasks, type User, withKey } from './testing/idempotent-calls.ts'

const here = await testApi()
const { db, signIn } = here

const storedKeys = ({ id }: User) => db.idempotencyKey.findMany({ where: { userId: id } })

describe('a failed call with an idempotency key', () => {
  test('stores nothing and can be retried with the key', async () => {
    const user = await signIn()
    const { id } = await user.api.task.create({ title: 'there' })
    const api = withKey(here, user, 'k')
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
      expect(await storedKeys(user)).toEqual([])
    }
    expect((await api.task.create({ title: 'at last' })).title).toBe('at last')
    expect([api.replays, await countTasks(user), (await storedKeys(user)).length]).toEqual([0, 2, 1])
  })

  test('rolls back all operations of a bulk', async () => {
    const user = await signIn()
    const api = withKey(here, user, 'k')
    const create = { type: 'create' as const, title: 'x' }
    const refused = await refusal(api.task.bulk({ operations: [create, { type: 'delete', id: uuidv7() }] }))
    expect(refused).toMatchObject({ status: 404, issues: [{ path: ['operations', 1, 'id'] }] })
    expect([
      await countTasks(user),
      await storedKeys(user),
      (await user.api.task.changes()).revision,
    ]).toEqual([0, [], 0])
    await api.task.bulk({ operations: [create] })
    await api.task.bulk({ operations: [create] })
    expect([await countTasks(user), api.replays]).toEqual([1, 1])
  })

  test('reports a deleted account', async () => {
    const user = await signIn()
    await db.user.delete({ where: { id: user.id } })
    expect(await refusal(withKey(here, user, 'k').task.create({ title: 'x' }))).toMatchObject({ status: 401 })
  })
})
