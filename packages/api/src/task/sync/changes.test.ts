import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { applyChanges, byId, catchUp, listById, type Replica, type TestUser } from '../testing/replica.ts'
import { purgeDeletedTasks } from './purge.ts'

const { signIn, db, clock } = await testApi()

/** Purges all tombstones of a user. */
async function purgeTombstones({ id }: TestUser) {
  await db.deletedTask.updateMany({
    where: { userId: id },
    data: { deletedAt: new Date(clock().getTime() - 31 * 86_400_000) },
  })
  return purgeDeletedTasks(db, clock())
}

const { epoch } = await (await signIn()).api.task.changes()
const resync = { error: 'RESYNC_REQUIRED', status: 410 }

describe('changes', () => {
  test('have the latest change of each task, in the order of revisions', async () => {
    const { api } = await signIn()
    expect(await api.task.changes()).toEqual({ changes: [], revision: 0, epoch, hasMore: false })
    const [a, b, c] = [
      await api.task.create({ title: 'a', tags: ['t'], dueAt: '2026-01-02T03:04:05.678Z', status: 'done' }),
      await api.task.create({ title: 'b' }),
      await api.task.create({ title: 'c' }),
    ]
    await api.task.update({ id: b.id, title: 'again' })
    await api.task.delete({ id: c.id })
    const latest = await api.task.update({ id: b.id, title: 'latest' })
    expect(await api.task.changes({ since: 0 })).toEqual({
      changes: [
        { type: 'upsert', task: a },
        { type: 'delete', id: c.id },
        { type: 'upsert', task: latest },
      ],
      revision: 6,
      epoch,
      hasMore: false,
    })
    expect((await api.task.changes({ since: 5 })).changes).toEqual([{ type: 'upsert', task: latest }])
    expect(await api.task.changes({ since: 6 })).toEqual({ changes: [], revision: 6, epoch, hasMore: false })
  })

  test('come in pages that say whether there are more', async () => {
    const { api } = await signIn()
    for (let n = 0; n < 4; n++) await api.task.create({ title: `${n}` })
    const read = async (since: number, limit: number) => {
      const { changes, ...page } = await api.task.changes({ since, limit })
      return { ...page, count: changes.length }
    }
    expect(await read(0, 3)).toEqual({ count: 3, revision: 3, epoch, hasMore: true })
    expect(await read(0, 4)).toEqual({ count: 4, revision: 4, epoch, hasMore: false })
    expect(await read(0, 1000)).toEqual({ count: 4, revision: 4, epoch, hasMore: false })
    expect(await read(3, 1)).toEqual({ count: 1, revision: 4, epoch, hasMore: false })
    expect(await read(2, 1)).toEqual({ count: 1, revision: 3, epoch, hasMore: true })
  })

  test('are those of the caller only', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await ada.api.task.create({ title: "Ada's" })
    await bob.api.task.create({ id, title: "Bob's" })
    await ada.api.task.delete({ id })
    await ada.api.task.create({ title: "Ada's" })
    expect(await bob.api.task.changes({ since: 0 })).toMatchObject({
      changes: [{ type: 'upsert', task: { id, title: "Bob's" } }],
      revision: 1,
    })
  })

  test.each<[object, string]>([
    [{ since: -1 }, 'since'],
    [{ since: 0.5 }, 'since'],
    [{ since: '0' }, 'since'],
    [{ since: 2 ** 53 }, 'since'],
    [{ since: 0, limit: 0 }, 'limit'],
    [{ since: 0, limit: 1001 }, 'limit'],
    [{ since: 0, begunAt: -1 }, 'begunAt'],
    [{ since: 0, userId: uuidv7() }, 'userId'],
  ])('refuse %j and name the field', async (input, field) => {
    const { api } = await signIn()
    expect(await refusal(api.task.changes(input as never))).toMatchObject({
      error: 'VALIDATION_ERROR',
      status: 422,
      issues: [{ path: [field] }],
    })
  })
})

describe('a gap in the history requires a resync', () => {
  test('after a revision that the server has not reached', async () => {
    const { api } = await signIn()
    expect(await refusal(api.task.changes({ since: 1 }))).toMatchObject(resync)
    await api.task.create({ title: 'x' })
    expect((await api.task.changes({ since: 1 })).changes).toEqual([])
    for (const since of [2, Number.MAX_SAFE_INTEGER])
      expect(await refusal(api.task.changes({ since }))).toMatchObject(resync)
  })

  test('of a replica that is older than a purged tombstone', async () => {
    const user = await signIn()
    const { api } = user
    const ids = []
    for (let n = 0; n < 4; n++) ids.push((await api.task.create({ title: `${n}` })).id)
    const [first = '', second = ''] = ids
    await api.task.delete({ id: first })
    await api.task.update({ id: second, title: 'changed' })
    await purgeTombstones(user)
    for (const since of [1, 4]) expect(await refusal(api.task.changes({ since }))).toMatchObject(resync)
    expect(await api.task.changes({ since: 5 })).toMatchObject({ changes: [{ type: 'upsert' }], revision: 6 })
    // A later deletion is reported to replicas that are newer than the purged tombstone.
    await api.task.delete({ id: second })
    expect((await api.task.changes({ since: 6 })).changes).toEqual([{ type: 'delete', id: second }])
    expect(await refusal(api.task.changes({ since: 4 }))).toMatchObject(resync)
    const replica: Replica = new Map()
    expect(await catchUp(user, { replica, since: 0, limit: () => 1 })).toBe(7)
    expect(byId(replica.values())).toEqual(await listById(user))
  })

  test('unless the replica was begun after the purged tombstone and says so', async () => {
    const user = await signIn()
    const { api } = user
    for (let n = 0; n < 5; n++) await api.task.create({ title: `${n}` })
    const gone = await api.task.create({ title: 'gone' })
    await api.task.delete({ id: gone.id })
    await purgeTombstones(user)

    const first = await api.task.changes({ since: 0, limit: 2 })
    expect(first).toMatchObject({ revision: 2, hasMore: true, begunAt: 7 })
    expect(await refusal(api.task.changes({ since: 2, limit: 2 }))).toMatchObject(resync)
    expect(await refusal(api.task.changes({ since: 2, limit: 2, begunAt: 6 }))).toMatchObject(resync)
    const second = await api.task.changes({ since: 2, limit: 2, begunAt: 7 })
    expect(second).toMatchObject({ revision: 4, hasMore: true, begunAt: 7 })
    const last = await api.task.changes({ since: 4, limit: 2, begunAt: 7 })
    expect(last).toMatchObject({ revision: 7, hasMore: false })
    expect(last).not.toHaveProperty('begunAt')
    const replica: Replica = new Map()
    for (const { changes } of [first, second, last]) applyChanges(replica, changes)
    expect(byId(replica.values())).toEqual(await listById(user))
  })

  test('of a replica whose first read is not complete when a tombstone is purged', async () => {
    const user = await signIn()
    const { api } = user
    const { id } = await api.task.create({ title: 'first' })
    for (let n = 0; n < 5; n++) await api.task.create({ title: `${n}` })
    await api.task.delete({ id: (await api.task.create({ title: 'gone' })).id })
    await purgeTombstones(user)
    const first = await api.task.changes({ since: 0, limit: 2 })
    await api.task.delete({ id })
    const {
      changes: _,
      hasMore,
      ...second
    } = await api.task.changes({
      since: first.revision,
      begunAt: first.begunAt,
      limit: 1,
    })
    expect(hasMore).toBe(true)
    await purgeTombstones(user)
    // `begunAt` is that of the first page.
    const next = { since: second.revision, begunAt: second.begunAt }
    expect(await refusal(api.task.changes(next))).toMatchObject(resync)
  })
})
