import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prisma } from '../generated/client.ts'
import { createTestDb, createTestUser, type TestDatabase } from '../testing/testing.ts'

let db: TestDatabase
let userId: string
beforeAll(async () => {
  db = await createTestDb()
  userId = (await createTestUser(db.client)).id
}, 60_000)
afterAll(() => db.close())

const create = (data: Partial<Prisma.TaskUncheckedCreateInput> = {}) =>
  db.client.task.create({ data: { userId, id: randomUUID(), title: 'a task', ...data } })

const update = async (id: string, data: Prisma.TaskUncheckedUpdateInput) => {
  await sleep(3) // so that a new time is a later one
  return db.client.task.update({ where: { userId_id: { userId, id } }, data })
}

describe('tasks', () => {
  test('a new task is version 1, and done only with a time', async () => {
    const task = await create()
    expect(task).toMatchObject({ version: 1, completedAt: null })
    expect(task.updatedAt).toEqual(task.createdAt)
    expect((await create({ completedAt: new Date() })).completedAt).toBeNull()
    expect((await create({ status: 'done' })).completedAt).toBeInstanceOf(Date)
    const completedAt = new Date('2026-01-02T03:04:05.678Z')
    expect((await create({ status: 'done', completedAt })).completedAt).toEqual(completedAt)
  })

  test('a change raises the version by one and moves updatedAt', async () => {
    const task = await create()
    const changed = await update(task.id, { title: 'another' })
    const kept = { updatedAt: changed.updatedAt, revision: task.revision + 1n }
    expect(changed).toEqual({ ...task, title: 'another', version: 2, ...kept })
    expect(changed.updatedAt.getTime()).toBeGreaterThan(task.updatedAt.getTime())
  })

  test.each([
    { title: 'a task' },
    { description: null },
    { status: 'todo' },
    { tags: [] },
    { dueAt: null },
    {},
  ] satisfies Prisma.TaskUncheckedUpdateInput[])('%o changes nothing', async (data) => {
    const task = await create()
    expect(await update(task.id, data)).toEqual(task)
  })

  test('what is kept cannot be set', async () => {
    const task = await create()
    const then = new Date('2001-01-01T00:00:00Z')
    expect(
      await update(task.id, { version: 9, updatedAt: then, createdAt: then, completedAt: then }),
    ).toEqual(task)
    const changed = await update(task.id, { title: 'another', version: 9, updatedAt: then, createdAt: then })
    expect(changed).toMatchObject({ version: 2, createdAt: task.createdAt, completedAt: null })
    expect(changed.updatedAt.getTime()).toBeGreaterThan(task.updatedAt.getTime())
  })

  test.each([
    { description: 'x' },
    { status: 'in_progress' },
    { priority: 'low' },
    { tags: ['x'] },
    { dueAt: new Date() },
  ] satisfies Prisma.TaskUncheckedUpdateInput[])('%o is a change', async (data) => {
    expect(await update((await create()).id, data)).toMatchObject({ ...data, version: 2 })
  })

  test('completedAt follows the status', async () => {
    const task = await create()
    const done = await update(task.id, { status: 'done' })
    expect(done.completedAt).toEqual(done.updatedAt)
    const renamed = await update(task.id, { title: 'another', completedAt: new Date(0) })
    expect(renamed).toMatchObject({ version: 3, completedAt: done.completedAt })
    expect(await update(task.id, { status: 'done' })).toEqual(renamed)
    expect(await update(task.id, { status: 'in_progress' })).toMatchObject({ version: 4, completedAt: null })
  })

  test('updatedAt never goes back', async () => {
    const updatedAt = new Date(Date.now() + 3_600_000)
    const task = await create({ updatedAt })
    expect((await update(task.id, { title: 'another' })).updatedAt).toEqual(updatedAt)
  })

  test('its words are indexed while its owner has many tasks, which old ones learn when they change', async () => {
    const owned = (taskCount: number) => db.client.revision.update({ where: { userId }, data: { taskCount } })
    const old = await create()
    const { taskCount } = await db.client.revision.findUniqueOrThrow({ where: { userId } })
    expect(old.isIndexed).toBe(false)
    await owned(9_999)
    expect(await create()).toMatchObject({ isIndexed: false })
    expect(await create()).toMatchObject({ isIndexed: true })
    expect(await update(old.id, { title: old.title, isIndexed: true })).toEqual(old)
    expect(await update(old.id, { title: 'another', isIndexed: false })).toMatchObject({ isIndexed: true })
    await owned(taskCount + 2)
    expect(await update(old.id, { title: 'a third' })).toMatchObject({ isIndexed: false })
  })

  test.each([
    [{ title: '' }, /tasks_title_check/],
    [{ title: '😀'.repeat(256) }, /tasks_title_check/],
    [{ description: 'x'.repeat(10_001) }, /tasks_description_check/],
    [{ tags: Array.from({ length: 21 }, String) }, /tasks_tags_check/],
    [{ version: 0 }, /tasks_version_check/],
    [{ dueAt: new Date('+010000-01-01T00:00:00Z') }, /tasks_due_at_check/],
  ])('refuses what the contract does: case %#', async (data, constraint) => {
    await expect(create(data)).rejects.toThrow(constraint)
    const task = await create()
    // What an update says of the version does not count, and so it breaks nothing.
    if ('version' in data) expect(await update(task.id, data)).toEqual(task)
    else await expect(update(task.id, data)).rejects.toThrow(constraint)
  })

  test('takes what the contract does', async () => {
    await create({
      title: '😀'.repeat(255),
      description: 'x'.repeat(10_000),
      tags: Array.from({ length: 20 }, String),
    })
  })
})

test('a user is as new as the last change', async () => {
  const user = await createTestUser(db.client)
  await sleep(3)
  const where = { id: user.id }
  expect(await db.client.user.update({ where, data: { name: user.name } })).toEqual(user)
  const changed = await db.client.user.update({ where, data: { name: 'other', createdAt: new Date(0) } })
  expect(changed).toEqual({ ...user, name: 'other', updatedAt: changed.updatedAt })
  expect(changed.updatedAt.getTime()).toBeGreaterThan(user.updatedAt.getTime())
})
