import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { follow } from './testing/streams.ts'

const world = await testApi()
const { db, signIn } = world
type Api = Awaited<ReturnType<typeof signIn>>['api']

const projectOf = async (api: Api) => (await api.project.create({ name: uuidv7() })).id
const noSuchProject = {
  error: 'VALIDATION_ERROR',
  status: 422,
  issues: [{ path: ['projectId'], message: 'there is no such project' }],
}

describe('the project of a task', () => {
  test('is null at first, can be set, and is cleared by null and by a replacement', async () => {
    const { api } = await signIn()
    const [first, second] = [await projectOf(api), await projectOf(api)]
    expect(await api.task.create({ title: 'a' })).toMatchObject({ projectId: null })
    const { id } = await api.task.create({ title: 'a', projectId: first.toUpperCase() })
    expect(await api.task.get({ id })).toMatchObject({ projectId: first, version: 1 })
    expect(await api.task.update({ id, title: 'b' })).toMatchObject({ projectId: first, version: 2 })
    expect(await api.task.update({ id, projectId: first })).toMatchObject({ version: 2 })
    expect(await api.task.update({ id, projectId: second })).toMatchObject({ projectId: second, version: 3 })
    expect(await api.task.update({ id, projectId: null })).toMatchObject({ projectId: null, version: 4 })
    expect(await api.task.replace({ id, title: 'c', projectId: first })).toMatchObject({ projectId: first })
    expect(await api.task.replace({ id, title: 'c' })).toMatchObject({ projectId: null })
  })

  test("is the owner's own: any other is as if it were not there", async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await ada.api.task.create({ title: 'a' })
    for (const projectId of [await projectOf(bob.api), uuidv7()]) {
      for (const call of [
        () => ada.api.task.create({ title: 'b', projectId }),
        () => ada.api.task.update({ id, projectId }),
        () => ada.api.task.replace({ id, title: 'b', projectId }),
      ]) {
        expect(await refusal(call())).toMatchObject(noSuchProject)
      }
      expect((await ada.api.task.list({ project: projectId })).data).toEqual([])
    }
    expect(await ada.api.task.get({ id })).toMatchObject({ projectId: null, version: 1 })
    expect((await ada.api.task.list()).page.totalCount).toBe(1)
  })

  test('in a bulk is refused with the path of its operation, after what else is wrong with it', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const [own, foreign] = [await projectOf(ada.api), await projectOf(bob.api)]
    const { id } = await ada.api.task.create({ title: 'a' })
    const operations = [
      { type: 'create' as const, title: 'b', projectId: own },
      { type: 'create' as const, title: 'b', projectId: foreign },
      { type: 'update' as const, id, projectId: uuidv7() },
      { type: 'update' as const, id: uuidv7(), projectId: foreign },
      { type: 'update' as const, id, projectId: foreign, ifVersion: 7 },
      { type: 'create' as const, id, title: 'b', projectId: foreign },
    ]
    const report = await refusal(ada.api.task.bulk({ operations }))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', status: 422 })
    expect(report.issues).toEqual([
      { path: ['operations', 1, 'projectId'], message: 'there is no such project' },
      { path: ['operations', 2, 'projectId'], message: 'there is no such project' },
      { path: ['operations', 3, 'id'], message: 'There is no such task' },
      { path: ['operations', 4, 'ifVersion'], message: expect.any(String) },
      { path: ['operations', 5, 'id'], message: expect.any(String) },
    ])
    expect((await ada.api.task.list()).data).toMatchObject([{ id, projectId: null, version: 1 }])
    const { results } = await ada.api.task.bulk({
      operations: [
        { type: 'create', title: 'b', projectId: own },
        { type: 'update', id, projectId: own },
      ],
    })
    expect(results).toMatchObject([{ task: { projectId: own } }, { task: { projectId: own, version: 2 } }])
  })
})

describe('the filter project', () => {
  test('takes one, several and none, together with other filters, and counts what matches', async () => {
    const { api } = await signIn()
    const [first, second] = [await projectOf(api), await projectOf(api)]
    const made: Record<string, string> = { a: first, b: first, c: second, d: '' }
    for (const [title, projectId] of Object.entries(made))
      await api.task.create({ title, projectId: projectId || null, status: title === 'b' ? 'done' : 'todo' })
    const titles = async (query: object) => {
      const { data, page } = await api.task.list({ sort: 'title', ...query })
      expect(page.totalCount).toBe(data.length)
      return data.map(({ title }) => title).join('')
    }
    expect(await titles({ project: first })).toBe('ab')
    expect(await titles({ project: first.toUpperCase() })).toBe('ab')
    expect(await titles({ project: [first, second] })).toBe('abc')
    expect(await titles({ project: [first, first] })).toBe('ab')
    expect(await titles({ project: 'none' })).toBe('d')
    expect(await titles({ project: ['none', second] })).toBe('cd')
    expect(await titles({ project: ['none', second, first] })).toBe('abcd')
    expect(await titles({ project: first, status: 'todo' })).toBe('a')
    expect(await titles({ project: first, q: 'b' })).toBe('b')
    expect(await titles({ project: uuidv7() })).toBe('')
    for (const project of ['x', '', [], Array.from({ length: 21 }, () => uuidv7())])
      expect(await refusal(api.task.list({ project }))).toMatchObject({ status: 422 })
    expect(await refusal(api.task.list({ project: 'NONE' }))).toMatchObject({
      issues: [{ path: ['project'], message: 'must be a UUID, or `none`' }],
    })
  })

  test('belongs to the cursor', async () => {
    const { api } = await signIn()
    const [first, second] = [await projectOf(api), await projectOf(api)]
    for (const projectId of [first, first, first, second, null])
      await api.task.create({ title: 'a', projectId })
    const { page } = await api.task.list({ project: first, limit: 2 })
    const cursor = page.nextCursor ?? ''
    const next = await api.task.list({ project: first, limit: 2, cursor })
    expect(next.data).toMatchObject([{ projectId: first }])
    expect(next.page).toMatchObject({ hasMore: false })
    for (const project of [second, 'none', [first, second], undefined])
      expect(await refusal(api.task.list({ project, limit: 2, cursor }))).toMatchObject({ status: 422 })
  })
})

describe('a deleted project', () => {
  test('leaves its tasks without one, as changes that sync tells', async () => {
    const [{ api }, other] = [await signIn(), await signIn()]
    const [gone, kept] = [await projectOf(api), await projectOf(api)]
    await other.api.project.create({ id: gone, name: 'the same id' })
    await other.api.task.create({ title: 'theirs', projectId: gone })
    const [a, b, c] = [
      await api.task.create({ title: 'a', projectId: gone, status: 'done' }),
      await api.task.create({ title: 'b', projectId: kept }),
      await api.task.create({ title: 'c', projectId: gone }),
    ]
    await api.task.update({ id: a.id, title: 'A' })
    await api.project.delete({ id: gone })
    const { changes, revision } = await api.task.changes({ since: 4 })
    expect(revision).toBe(6)
    expect(changes).toMatchObject([
      { type: 'upsert', task: { id: c.id, projectId: null, version: 2 } },
      { type: 'upsert', task: { id: a.id, projectId: null, version: 3, completedAt: a.completedAt } },
    ])
    expect(await api.task.get({ id: b.id })).toEqual(b)
    expect((await other.api.task.list({ project: gone })).data).toMatchObject([
      { title: 'theirs', version: 1 },
    ])
  })

  test('wakes the streams of its owner', async () => {
    const { api } = await signIn()
    const projectId = await projectOf(api)
    await api.task.create({ title: 'a', projectId })
    const stream = await follow(api)
    const waiting = stream.next()
    await api.project.delete({ id: projectId })
    expect(await waiting).toMatchObject({ id: '2', change: { task: { projectId: null, version: 2 } } })
  })

  test('is not the project of what comes back from the trash', async () => {
    const { api } = await signIn()
    const [gone, kept] = [await projectOf(api), await projectOf(api)]
    const [a, b] = [
      await api.task.create({ title: 'a', projectId: gone }),
      await api.task.create({ title: 'b', projectId: kept }),
    ]
    for (const { id } of [a, b]) await api.task.delete({ id })
    expect((await api.task.listDeleted()).data).toMatchObject([{ projectId: kept }, { projectId: gone }])
    const { revision } = await api.task.changes()
    await api.project.delete({ id: gone })
    // What is in the trash is deleted already: copies have nothing to learn.
    expect((await api.task.changes()).revision).toBe(revision)
    expect((await api.task.listDeleted()).data).toMatchObject([{ projectId: kept }, { projectId: null }])
    expect(await api.task.restore({ id: a.id })).toMatchObject({ projectId: null, version: 2 })
    expect(await api.task.restore({ id: b.id })).toMatchObject({ projectId: kept, version: 2 })
    await api.project.create({ id: gone, name: 'by the same id' })
    expect((await api.task.list({ project: gone })).data).toEqual([])
  })

  test('that is not deleted after all changes nothing', async () => {
    const { api } = await signIn()
    const projectId = await projectOf(api)
    const task = await api.task.create({ title: 'a', projectId })
    expect(await refusal(api.project.delete({ id: projectId, ifVersion: 2 }))).toMatchObject({ status: 412 })
    expect(await refusal(api.project.delete({ id: uuidv7() }))).toMatchObject({ status: 404 })
    expect(await api.task.get({ id: task.id })).toEqual(task)
    await api.project.update({ id: projectId, name: 'other', archived: true })
    expect(await api.task.get({ id: task.id })).toEqual(task)
  })

  test('goes with the account, and its tasks with it', async () => {
    const { id, api } = await signIn()
    const projectId = await projectOf(api)
    const task = await api.task.create({ title: 'a', projectId })
    await api.task.create({ title: 'b', projectId })
    await api.task.delete({ id: task.id })
    await api.user.delete()
    for (const rows of [db.task, db.deletedTask, db.project] as { count(query: object): Promise<number> }[])
      expect(await rows.count({ where: { userId: id } })).toBe(0)
  })
})

test('tasks assigned while their project is deleted end without it, or are refused by the field', async () => {
  const { api } = await signIn()
  const ids = await Promise.all(
    Array.from({ length: 12 }, async () => (await api.task.create({ title: 'a' })).id),
  )
  for (let round = 0; round < 8; round++) {
    const projectId = await projectOf(api)
    const [own = '', ...rest] = ids
    const settled = await Promise.allSettled([
      ...rest.map((id) => api.task.update({ id, projectId })),
      api.task.create({ title: 'b', projectId }),
      api.task.bulk({ operations: [{ type: 'update', id: own, projectId }] }),
      api.project.delete({ id: projectId }),
      api.task.bulk({ operations: [{ type: 'create', title: 'c', projectId }] }),
      api.task.create({ title: 'd', projectId }),
    ])
    for (const result of settled)
      if (result.status === 'rejected')
        expect(await refusal(Promise.reject(result.reason))).toMatchObject({ status: 422 })
    expect((await api.task.list({ project: projectId })).data).toEqual([])
  }
  const { data } = await api.task.list({ limit: 100 })
  expect(data.every(({ projectId }) => projectId === null)).toBe(true)
})
