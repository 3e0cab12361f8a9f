import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prisma } from '../generated/client.ts'
import { createTestDb, createTestUser, type TestDatabase, untilBlocked } from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

const owner = async () => (await createTestUser(db.client)).id
const insert = (userId: string, data: Partial<Prisma.TaskUncheckedCreateInput> = {}) =>
  db.client.task.create({ data: { userId, id: randomUUID(), title: 'a task', ...data } })
const remove = (userId: string, id: string) => db.client.task.delete({ where: { userId_id: { userId, id } } })

describe('the tombstone of a deleted task', () => {
  test('holds every field of the task, and the revision of the deletion', async () => {
    const userId = await owner()
    const { id: projectId } = await db.client.project.create({
      data: { userId, id: randomUUID(), name: 'p' },
    })
    const {
      isIndexed: _,
      sideChanges: __,
      ...task
    } = await insert(userId, {
      title: 'e\u0301 🦊',
      description: ' d ',
      status: 'done',
      priority: 'urgent',
      tags: ['{', 'a,b'],
      dueOn: new Date('2026-01-02'),
      recurrence: 'FREQ=DAILY',
      recurrenceFrom: 'completion',
      recurrenceAnchor: '31',
      successorId: randomUUID(),
      successorVersion: 3,
      reminder: 30,
      projectId,
    })
    await remove(userId, task.id)
    const [tombstone] = await db.client.deletedTask.findMany({ where: { userId } })
    expect(tombstone).toEqual({ ...task, revision: 2n, deletedAt: tombstone?.deletedAt })
    expect(tombstone?.deletedAt.getTime()).toBeGreaterThanOrEqual(task.updatedAt.getTime())
  })

  test('keeps the id taken, for its user alone, until it is gone', async () => {
    const [userId, other] = [await owner(), await owner()]
    const { id } = await insert(userId)
    await remove(userId, id)
    await expect(insert(userId, { id })).rejects.toMatchObject({ code: 'P2002' })
    await expect(
      db.client
        .$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${userId}::uuid, ${id}::uuid, 'x')`,
    ).rejects.toThrow(/23505|already exists/)
    const { revision } = await db.client.revision.findUniqueOrThrow({ where: { userId } })
    expect(revision).toBe(2n)
    expect((await insert(other, { id })).id).toBe(id)
    await db.client.deletedTask.deleteMany({ where: { userId } })
    expect((await insert(userId, { id })).revision).toBe(3n)
  })

  test('keeps the id taken from an insert that began during the deletion', async () => {
    const userId = await owner()
    const { id } = await insert(userId)
    let inserting: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      await tx.task.delete({ where: { userId_id: { userId, id } } })
      inserting = insert(userId, { id }).catch((error: unknown) => error)
      await untilBlocked(db.client)
    })
    expect(await inserting).toMatchObject({ code: 'P2002' })
    expect(await db.client.task.count({ where: { userId } })).toBe(0)
    expect(await db.client.deletedTask.count({ where: { userId } })).toBe(1)
  })
})
