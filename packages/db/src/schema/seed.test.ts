import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoComments, demoProjects, demoTasks, seed } from '../../../../prisma/seed.ts'
import { createTestDb, type TestDatabase } from '../testing/testing.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const day = 24 * 60 * 60 * 1000

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

test('the demo tasks are the same each time, and as many as asked for', () => {
  expect(demoTasks(now)).toEqual(demoTasks(now))
  expect(demoTasks(now)).toHaveLength(200)
  expect(demoTasks(now, 7)).toHaveLength(7)
})

test('the times and states of every demo task fit each other', () => {
  const tasks = demoTasks(now, 2_000)
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(2_000)
  for (const task of tasks) {
    const createdAt = new Date(task.createdAt ?? 0).getTime()
    expect(task.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(task.id.slice(0, 13).replace('-', ''), 16)).toBe(createdAt)
    expect(createdAt).toBeGreaterThan(now.getTime() - 60 * day)
    expect(task.title).not.toMatch(/[{}]/)
    expect(task.description ?? '').not.toMatch(/[{}]/)
    expect(task.completedAt !== null).toBe(task.status === 'done')
    for (const time of [task.updatedAt, task.completedAt ?? task.updatedAt]) {
      expect(new Date(time ?? 0).getTime()).toBeGreaterThanOrEqual(createdAt)
      expect(new Date(time ?? 0).getTime()).toBeLessThanOrEqual(now.getTime())
    }
    if (task.dueAt) expect(new Date(task.dueAt).getTime()).toBeGreaterThan(createdAt)
  }
})

test('the demo tasks show every status, priority and kind of due date', () => {
  const tasks = demoTasks(now)
  const count = (test: (task: (typeof tasks)[number]) => boolean) => tasks.filter(test).length
  const overdue = count(({ dueAt, status }) => status !== 'done' && !!dueAt && new Date(dueAt) < now)
  expect(overdue).toBeGreaterThan(5)
  expect(overdue).toBeLessThan(50)
  expect(count(({ dueAt }) => !!dueAt && new Date(dueAt) > now)).toBeGreaterThan(20)
  expect(count(({ dueAt }) => !dueAt)).toBeGreaterThan(20)
  for (const status of ['todo', 'in_progress', 'done'])
    expect(count((task) => task.status === status)).toBeGreaterThan(10)
  for (const priority of ['none', 'low', 'medium', 'high', 'urgent']) {
    expect(count((task) => task.priority === priority)).toBeGreaterThan(5)
  }
  expect(count(({ title }) => /\p{Emoji_Presentation}/u.test(title))).toBeGreaterThan(5)
  expect(new Set(tasks.map(({ title }) => title)).size).toBeGreaterThan(100)
})

test('the demo has projects with tasks, an archived one, and comments on some tasks', () => {
  const tasks = demoTasks(now)
  const projects = [...demoProjects(now).values()]
  expect(demoProjects(now)).toEqual(demoProjects(now))
  for (const { id, name, archived } of projects) {
    expect(name).not.toMatch(/[{}]/)
    const count = tasks.filter(({ projectId }) => projectId === id).length
    if (archived) expect(count).toBe(0)
    else expect(count).toBeGreaterThan(5)
  }
  expect(projects.some(({ archived }) => archived)).toBe(true)
  expect(tasks.filter(({ projectId }) => projectId === null).length).toBeGreaterThan(20)
  const comments = demoComments(now, tasks)
  expect(comments).toEqual(demoComments(now, tasks))
  expect(comments.length).toBeGreaterThan(20)
  for (const { taskId, body, createdAt } of comments) {
    expect(body).not.toMatch(/[{}]/)
    const task = tasks.find(({ id }) => id === taskId)
    expect(new Date(createdAt ?? 0).getTime()).toBeGreaterThanOrEqual(
      new Date(task?.createdAt ?? now).getTime(),
    )
    expect(new Date(createdAt ?? now).getTime()).toBeLessThanOrEqual(now.getTime())
  }
})

test('seeding stores the demo tasks once, however many processes try', async () => {
  const seeded = await Promise.all([1, 2, 3].map(() => seed(db.client, { passwordHash: 'hash', now })))
  expect(seeded.sort()).toEqual([false, false, true])
  expect(await seed(db.client, { passwordHash: 'other' })).toBe(false)

  const user = await db.client.user.findUniqueOrThrow({ where: { email: 'demo@tandem.local' } })
  expect(user).toMatchObject({ name: 'Demo', passwordHash: 'hash', role: 'user' })
  const tasks = await db.client.task.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
  const stored = tasks.map(({ revision: _, isIndexed: __, ...task }) => task)
  const defaults = {
    recurrenceFrom: 'due',
    recurrenceAnchor: null,
    successorId: null,
    successorVersion: null,
    sideChanges: 0,
  }
  expect(stored).toEqual(demoTasks(now).map((task) => ({ ...defaults, ...task, userId: user.id })))
  expect(await db.client.project.count({ where: { userId: user.id } })).toBe(demoProjects(now).size)
  expect(await db.client.comment.count({ where: { userId: user.id } })).toBe(
    demoComments(now, demoTasks(now)).length,
  )
})
