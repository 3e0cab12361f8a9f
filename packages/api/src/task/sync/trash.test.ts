import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, db, clock } = await testApi()
type Api = Awaited<ReturnType<typeof signIn>>['api']

const notFound = { error: 'NOT_FOUND', status: 404 }
const DAY = 86_400_000

async function createDeleted(api: Api, title = 'x') {
  const task = await api.task.create({ title })
  await api.task.delete({ id: task.id })
  return task
}

const titles = async (api: Api) => (await api.task.listDeleted()).data.map(({ title }) => title)
const revision = async (api: Api) => (await api.task.changes()).revision

describe('the trash', () => {
  test('lists deleted tasks unchanged, the latest deletion first', async () => {
    const { api } = await signIn()
    expect(await api.task.listDeleted()).toEqual({
      data: [],
      page: { limit: 20, hasMore: false, nextCursor: null },
    })
    const [a, b] = [
      await api.task.create({ title: 'a', description: 'd', tags: ['t'], dueAt: '2026-01-02T03:04:05.678Z' }),
      await api.task.create({ title: 'b', priority: 'high', status: 'done' }),
    ]
    await api.task.create({ title: 'stays' })
    await api.task.delete({ id: b.id })
    await api.task.bulk({ operations: [{ type: 'delete', id: a.id }] })
    const { data } = await api.task.listDeleted()
    expect(data).toEqual([
      { ...a, deletedAt: data[0]?.deletedAt },
      { ...b, deletedAt: data[1]?.deletedAt },
    ])
    for (const { deletedAt, updatedAt } of data) {
      expect(deletedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(deletedAt >= updatedAt).toBe(true)
    }
  })

  test('has stable pages while tasks are deleted', async () => {
    const { api } = await signIn()
    for (const title of ['1', '2', '3', '4', '5']) await createDeleted(api, title)
    const seen: string[] = []
    let page: Awaited<ReturnType<Api['task']['listDeleted']>> | undefined
    do {
      page = await api.task.listDeleted({ limit: 2, cursor: page?.page.nextCursor ?? undefined })
      seen.push(...page.data.map(({ title }) => title))
      await createDeleted(api, 'later')
    } while (page.page.hasMore)
    expect(seen).toEqual(['5', '4', '3', '2', '1'])
    expect(page.page).toEqual({ limit: 2, hasMore: false, nextCursor: null })
    expect((await api.task.listDeleted({ limit: 8 })).page).toEqual({
      limit: 8,
      hasMore: false,
      nextCursor: null,
    })
  })

  test('refuses a cursor of another user', async () => {
    const { api } = await signIn()
    for (const title of ['1', '2']) await createDeleted(api, title)
    const cursor = (await api.task.listDeleted({ limit: 1 })).page.nextCursor ?? ''
    expect((await api.task.listDeleted({ cursor })).data).toHaveLength(1)
    const other = await signIn()
    expect(await refusal(other.api.task.listDeleted({ cursor }))).toMatchObject({
      status: 422,
      issues: [{ path: ['cursor'] }],
    })
  })

  test.each<[object, string]>([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: '' }, 'cursor'],
    [{ cursor: '-1' }, 'cursor'],
    [{ cursor: '1' }, 'cursor'],
    [{ sort: 'title' }, 'sort'],
  ])('refuses %j and names the field', async (input, field) => {
    const { api } = await signIn()
    expect(await refusal(api.task.listDeleted(input as never))).toMatchObject({
      status: 422,
      issues: [{ path: [field] }],
    })
  })

  test('has only tasks of the caller', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await createDeleted(ada.api)
    expect(await titles(bob.api)).toEqual([])
    expect(await refusal(bob.api.task.restore({ id }))).toMatchObject(notFound)
    await bob.api.task.create({ id, title: "Bob's" })
    await bob.api.task.delete({ id })
    expect((await bob.api.task.restore({ id })).title).toBe("Bob's")
    expect(await titles(ada.api)).toEqual(['x'])
  })

  test('reserves the ids of its tasks', async () => {
    const { api } = await signIn()
    const { id } = await createDeleted(api)
    expect(await refusal(api.task.create({ id, title: 'new' }))).toMatchObject({
      error: 'CONFLICT',
      status: 409,
    })
    expect(await refusal(api.task.get({ id }))).toMatchObject(notFound)
    expect(await refusal(api.task.delete({ id }))).toMatchObject(notFound)
  })

  test('keeps tasks for 30 days', async () => {
    const { id: userId, api } = await signIn()
    const [old, recent] = [await createDeleted(api, 'old'), await createDeleted(api, 'recent')]
    const age = (id: string, ms: number) =>
      db.deletedTask.updateMany({
        where: { userId, id },
        data: { deletedAt: new Date(clock().getTime() - ms) },
      })
    await age(old.id, 30 * DAY)
    await age(recent.id, 30 * DAY - 1)
    expect(await titles(api)).toEqual(['recent'])
    expect(await refusal(api.task.restore({ id: old.id }))).toMatchObject(notFound)
    expect((await api.task.restore({ id: recent.id })).title).toBe('recent')
    expect(await titles(api)).toEqual([])
  })
})

describe('restore', () => {
  test('brings back the task with the next version', async () => {
    const { api } = await signIn()
    const made = await api.task.create({
      title: 'e\u0301 🦊',
      description: ' d ',
      priority: 'urgent',
      tags: ['{', 'a,b'],
      dueAt: '2026-01-02T03:04:05.678Z',
    })
    const done = await api.task.complete({ id: made.id })
    await api.task.delete({ id: made.id })
    const restored = await api.task.restore({ id: made.id.toUpperCase() })
    expect(restored).toEqual({ ...done, version: 3, updatedAt: restored.updatedAt })
    expect(restored.updatedAt >= done.updatedAt).toBe(true)
    expect(await api.task.get({ id: made.id })).toEqual(restored)
    expect(await titles(api)).toEqual([])
    await api.task.delete({ id: made.id, ifVersion: 3 })
    expect((await api.task.restore({ id: made.id })).version).toBe(4)
    expect((await api.task.reopen({ id: made.id, ifVersion: 4 })).version).toBe(5)
  })

  test('appears as an upsert among the changes', async () => {
    const { api } = await signIn()
    const task = await createDeleted(api)
    expect((await api.task.changes({ since: 1 })).changes).toEqual([{ type: 'delete', id: task.id }])
    const restored = await api.task.restore({ id: task.id })
    for (const since of [0, 1, 2]) {
      expect(await api.task.changes({ since })).toEqual({
        changes: [{ type: 'upsert', task: restored }],
        revision: 3,
        epoch: expect.any(String),
        hasMore: false,
      })
    }
  })

  test('returns a task that is not deleted unchanged', async () => {
    const { api } = await signIn()
    const task = await api.task.create({ title: 'x' })
    expect(await api.task.restore({ id: task.id })).toEqual(task)
    expect(await revision(api)).toBe(1)
  })

  test('of an unknown id is 404', async () => {
    const { api } = await signIn()
    expect(await refusal(api.task.restore({ id: uuidv7() }))).toMatchObject(notFound)
    expect(await refusal(api.task.restore({ id: 'x' }))).toMatchObject({
      status: 422,
      issues: [{ path: ['id'] }],
    })
  })

  test('called concurrently returns the same task to all callers', async () => {
    const { api } = await signIn()
    for (let round = 1; round <= 5; round++) {
      const { id } = await createDeleted(api)
      const restored = await Promise.all([1, 2, 3].map(() => api.task.restore({ id })))
      expect(restored).toEqual(Array(3).fill(await api.task.get({ id })))
      expect(restored[0]?.version).toBe(2)
      // Each round has a create, a delete and a restore.
      expect(await revision(api)).toBe(3 * round)
    }
  })
})
