import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prisma } from '../generated/client.ts'
import { createTestDb, createTestUser, type TestDatabase, testCitusUrl } from '../testing/testing.ts'

let db: TestDatabase
let userId: string
beforeAll(async () => {
  db = await createTestDb()
  userId = (await createTestUser(db.client)).id
})
afterAll(() => db.close())

const create = (data: Partial<Prisma.TaskUncheckedCreateInput> = {}) =>
  db.client.task.create({ data: { userId, id: randomUUID(), title: 'a task', ...data } })

/** Made in the past, so that every change comes later. */
const past = new Date('2026-01-02T03:04:05.678Z')
const createInPast = (data: Partial<Prisma.TaskUncheckedCreateInput> = {}) =>
  create({ createdAt: past, updatedAt: past, ...data })

const update = (id: string, data: Prisma.TaskUncheckedUpdateInput) =>
  db.client.task.update({ where: { userId_id: { userId, id } }, data })

describe('a new task', () => {
  test('has version 1, and was updated when it was created', async () => {
    const task = await create()
    expect(task.version).toBe(1)
    expect(task.updatedAt).toEqual(task.createdAt)
  })

  test('has completedAt only if it is done', async () => {
    const completedAt = new Date('2026-01-02T03:04:05.678Z')
    expect((await create()).completedAt).toBeNull()
    expect((await create({ completedAt })).completedAt).toBeNull()
    expect((await create({ status: 'done', completedAt })).completedAt).toEqual(completedAt)
    expect((await create({ status: 'done' })).completedAt).toBeInstanceOf(Date)
  })

  // Sharded, it is created by the coordinator's clock and completed by that of its worker.
  test.skipIf(testCitusUrl)('that is done was completed when it was created', async () => {
    const { completedAt, createdAt } = await create({ status: 'done' })
    expect(completedAt).toEqual(createdAt)
  })
})

describe('an update', () => {
  test('counts the version up and moves updatedAt', async () => {
    const task = await createInPast()
    const changed = await update(task.id, { title: 'another' })
    const { updatedAt } = changed
    expect(changed).toEqual({
      ...task,
      title: 'another',
      version: 2,
      updatedAt,
      revision: task.revision + 1n,
    })
    expect(updatedAt.getTime()).toBeGreaterThan(past.getTime())
  })

  test.each([
    { title: 'a task' },
    { description: null },
    { status: 'todo' },
    { tags: [] },
    { dueAt: null },
    { dueOn: null },
    { recurrence: null },
    { recurrenceFrom: 'due' },
    { projectId: null },
    {},
  ] satisfies Prisma.TaskUncheckedUpdateInput[])(
    'to what the task is already changes nothing: %o',
    async (data) => {
      const task = await createInPast()
      expect(await update(task.id, data)).toEqual(task)
    },
  )

  test.each([
    { description: 'x' },
    { status: 'in_progress' },
    { priority: 'low' },
    { tags: ['x'] },
    { dueAt: new Date() },
    { dueAt: new Date(), reminder: 5 },
    { dueOn: new Date('2026-01-02') },
    { dueAt: new Date(), recurrence: 'FREQ=DAILY' },
    { recurrenceFrom: 'completion' },
  ] satisfies Prisma.TaskUncheckedUpdateInput[])('of any field is a change: %o', async (data) => {
    expect(await update((await create()).id, data)).toMatchObject({ ...data, version: 2 })
  })

  test('cannot set what the database keeps', async () => {
    const task = await createInPast()
    const then = new Date('2000-01-01T00:00:00Z')
    const kept = {
      version: 9,
      updatedAt: then,
      createdAt: then,
      completedAt: then,
      revision: 9n,
      isIndexed: true,
    }
    expect(await update(task.id, kept)).toEqual(task)
    const changed = await update(task.id, { title: 'another', ...kept })
    expect(changed).toMatchObject({ version: 2, createdAt: past, completedAt: null, isIndexed: false })
    expect(changed.updatedAt.getTime()).toBeGreaterThan(past.getTime())
    expect(changed.revision).toBe(task.revision + 1n)
  })

  test('never moves updatedAt back', async () => {
    const updatedAt = new Date(Date.now() + 3_600_000)
    const task = await create({ updatedAt })
    expect((await update(task.id, { title: 'another' })).updatedAt).toEqual(updatedAt)
  })

  test('sets completedAt when the task becomes done, and clears it when it no longer is', async () => {
    const task = await create()
    const done = await update(task.id, { status: 'done' })
    expect(done.completedAt).toEqual(done.updatedAt)
    const renamed = await update(task.id, { title: 'another', completedAt: new Date(0) })
    expect(renamed).toMatchObject({ version: 3, completedAt: done.completedAt })
    expect(await update(task.id, { status: 'done' })).toEqual(renamed)
    expect(await update(task.id, { status: 'in_progress' })).toMatchObject({ version: 4, completedAt: null })
  })
})

describe('the words of a task', () => {
  test('are indexed when it is written while its owner has more than 10,000 tasks', async () => {
    const setCount = (taskCount: number) =>
      db.client.revision.update({ where: { userId }, data: { taskCount } })
    const old = await create()
    const { taskCount } = await db.client.revision.findUniqueOrThrow({ where: { userId } })
    expect(old.isIndexed).toBe(false)
    await setCount(9_999)
    expect(await create()).toMatchObject({ isIndexed: false })
    expect(await create()).toMatchObject({ isIndexed: true })
    expect(await update(old.id, { title: old.title, isIndexed: true })).toEqual(old)
    expect(await update(old.id, { title: 'another', isIndexed: false })).toMatchObject({ isIndexed: true })
    await setCount(taskCount + 2)
    expect(await update(old.id, { title: 'a third' })).toMatchObject({ isIndexed: false })
  })

  test('wait in a short list only, in every GIN index', async () => {
    const indexes = await db.client.$queryRaw<{ name: string; options: string[] | null }[]>`
      SELECT i.relname AS name, i.reloptions AS options FROM pg_class i JOIN pg_am a ON a.oid = i.relam
      WHERE a.amname = 'gin' AND i.relnamespace = 'public'::regnamespace ORDER BY i.relname`
    const options = ['gin_pending_list_limit=64']
    expect(indexes).toEqual([
      { name: 'tasks_description_idx', options },
      { name: 'tasks_tags_idx', options },
      { name: 'tasks_title_idx', options },
    ])
  })
})

describe('the constraints', () => {
  const tags = Array.from({ length: 20 }, String)

  test.each([
    [{ title: '' }, /tasks_title_check/],
    [{ title: '😀'.repeat(256) }, /tasks_title_check/],
    [{ description: 'x'.repeat(10_001) }, /tasks_description_check/],
    [{ tags: [...tags, 'one more'] }, /tasks_tags_check/],
    [{ dueAt: new Date('+010000-01-01T00:00:00Z') }, /tasks_due_at_check/],
    [{ dueAt: new Date(), reminder: -1 }, /tasks_reminder_check/],
    [{ dueAt: new Date(), reminder: 40_321 }, /tasks_reminder_check/],
    [{ reminder: 0 }, /tasks_reminder_check/],
  ])('refuse what is beyond the limits of the contract: case %#', async (data, constraint) => {
    await expect(create(data)).rejects.toThrow(constraint)
    const task = await create()
    await expect(update(task.id, data)).rejects.toThrow(constraint)
  })

  test('refuse a new task below version 1; an update cannot set the version at all', async () => {
    await expect(create({ version: 0 })).rejects.toThrow(/tasks_version_check/)
    const task = await create()
    expect(await update(task.id, { version: 0 })).toEqual(task)
  })

  test.each([
    ['tags', 'NULL', /tasks_tags_check/],
    ['due_at', "'0001-12-31T23:59:59.999Z BC'", /tasks_due_at_check/],
  ])('refuse what only SQL can write: %s = %s', async (column, value, constraint) => {
    const { id } = await create()
    await expect(
      db.client.$executeRawUnsafe(`UPDATE tasks SET ${column} = ${value} WHERE id = $1::uuid`, id),
    ).rejects.toThrow(constraint)
  })

  test.each([
    { title: '😀'.repeat(255) },
    { description: 'x'.repeat(10_000) },
    { tags },
    { dueAt: new Date('0001-01-01T00:00:00.000Z') },
    { dueAt: new Date('9999-12-31T23:59:59.999Z') },
    { dueAt: new Date('0001-01-01T00:00:00.000Z'), reminder: 40_320 },
    { dueAt: new Date('9999-12-31T23:59:59.999Z'), reminder: 0 },
  ])('accept every value the contract allows, at its limits: case %#', async (data) => {
    expect(await create(data)).toMatchObject(data)
    expect(await update((await create()).id, data)).toMatchObject(data)
  })
})
