import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createTestDb,
  createTestUser,
  type TestDatabase,
  testEngine,
  untilBlocked,
} from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

const owner = async () => (await createTestUser(db.client)).id
const createTask = (userId: string, client: Pick<TestDatabase['client'], 'task'> = db.client) =>
  client.task.create({ data: { userId, id: randomUUID(), title: 'a task' } })

describe('a user', () => {
  test('is as new as the last change', async () => {
    const past = new Date('2026-01-02T03:04:05.678Z')
    const user = await createTestUser(db.client, { createdAt: past, updatedAt: past })
    const where = { id: user.id }
    expect(await db.client.user.update({ where, data: { name: user.name } })).toEqual(user)
    const changed = await db.client.user.update({ where, data: { name: 'other', createdAt: new Date(0) } })
    expect(changed).toEqual({ ...user, name: 'other', updatedAt: changed.updatedAt })
    expect(changed.updatedAt.getTime()).toBeGreaterThan(past.getTime())
  })

  test('has a counter at 0 from the start, however it is inserted', async () => {
    const id = await owner()
    const many = [randomUUID(), randomUUID()]
    const data = many.map((id) => ({ id, email: `${id}@example.com`, name: 'n', passwordHash: '-' }))
    await db.client.user.createMany({ data })
    // Inserting one again does nothing, and so makes no second counter.
    expect(await db.client.user.createMany({ data, skipDuplicates: true })).toEqual({ count: 0 })
    const counters = await db.client.revision.findMany({ where: { userId: { in: [id, ...many] } } })
    expect(counters).toHaveLength(3)
    for (const counter of counters) expect(counter).toMatchObject({ revision: 0n, taskCount: 0, purged: 0n })
  })
})

describe('who does not exist', () => {
  const foreignKeyViolation = { code: 'P2003' }

  test('can have no task, tombstone or idempotency key', async () => {
    const userId = randomUUID()
    const { id, title, status, priority, version, revision, createdAt, updatedAt } = await createTask(
      await owner(),
    )
    const shared = { id, title, status, priority, version, revision, createdAt, updatedAt }
    const tombstone = { ...shared, userId, deletedAt: new Date() }
    const bytes = new Uint8Array([1])
    await expect(createTask(userId)).rejects.toMatchObject(foreignKeyViolation)
    await expect(db.client.deletedTask.create({ data: tombstone })).rejects.toMatchObject(foreignKeyViolation)
    await expect(
      db.client.idempotencyKey.create({ data: { userId, key: 'k', fingerprint: bytes, answer: bytes } }),
    ).rejects.toMatchObject(foreignKeyViolation)
    expect(await db.client.revision.count({ where: { userId } })).toBe(0)
  })

  test('can have no task made by SQL either: it fails with 23503', async () => {
    await expect(
      db.client
        .$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (gen_random_uuid(), gen_random_uuid(), 'x')`,
    ).rejects.toMatchObject({ meta: { driverAdapterError: { cause: { originalCode: '23503' } } } })
  })
})

describe('deleting a user', () => {
  const rowsOf = async (userId: string) => {
    const of = { where: { userId } }
    const { task, deletedTask, revision, idempotencyKey, session, apiKey, calendarFeed } = db.client
    return Promise.all(
      [task, deletedTask, revision, idempotencyKey, session, apiKey, calendarFeed].map(
        // Each counts its own rows by the same condition.
        (table) => (table as typeof task).count(of),
      ),
    )
  }

  test('deletes all rows of that user, and of nobody else', async () => {
    const users = [await owner(), await owner()] as const
    for (const userId of users) {
      const { id } = await createTask(userId)
      await createTask(userId)
      await db.client.task.delete({ where: { userId_id: { userId, id } } })
      const bytes = () => new Uint8Array(Buffer.from(randomUUID()))
      await db.client.idempotencyKey.create({
        data: { userId, key: 'k', fingerprint: bytes(), answer: bytes() },
      })
      await db.client.session.create({ data: { id: randomUUID(), userId, expiresAt: new Date() } })
      const key = {
        id: randomUUID(),
        userId,
        name: 'k',
        prefix: 'tdm_',
        hash: bytes(),
        scopes: ['tasks:read'],
      }
      await db.client.apiKey.create({ data: key })
      await db.client.calendarFeed.create({ data: { userId, tokenHash: bytes() } })
    }
    await db.client.user.delete({ where: { id: users[0] } })
    expect(await rowsOf(users[0])).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(await rowsOf(users[1])).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  test('leaves no tombstones of tasks written in the same transaction', async () => {
    const userId = await owner()
    const { id } = await createTask(userId)
    await createTask(userId)
    await db.client.$transaction(async (tx) => {
      await tx.task.deleteMany({ where: { userId, id: { not: id } } })
      await createTask(userId, tx)
      await tx.user.delete({ where: { id: userId } })
    })
    expect((await rowsOf(userId)).slice(0, 3)).toEqual([0, 0, 0])
  })

  test.runIf(testEngine === 'postgresql')('waits for a writer of a task, without a deadlock', async () => {
    const userId = await owner()
    const { id } = await createTask(userId)
    let removal: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      // Locks the task now, and the counter only after the removal has begun.
      await tx.$executeRaw`SELECT FROM tasks WHERE user_id = ${userId}::uuid AND id = ${id}::uuid FOR UPDATE`
      removal = db.client.user.delete({ where: { id: userId } })
      removal.catch(() => {})
      await untilBlocked(db.client)
      const written = await tx.task.update({ where: { userId_id: { userId, id } }, data: { title: 'x' } })
      expect(written.version).toBe(2)
    })
    await removal
    expect((await rowsOf(userId)).slice(0, 3)).toEqual([0, 0, 0])
  })

  test('refuses what others write meanwhile: their account is gone', async () => {
    const userId = await owner()
    let writing: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      await tx.user.delete({ where: { id: userId } })
      writing = createTask(userId).catch((error: unknown) => error)
      await untilBlocked(db.client)
    })
    expect(await writing).toMatchObject({ code: 'P2003' })
    expect(await db.client.revision.count({ where: { userId } })).toBe(0)
  })

  test('does not deadlock with many writers at once', async () => {
    const userId = await owner()
    const ids = await Promise.all(Array.from({ length: 10 }, async () => (await createTask(userId)).id))
    const writes = ids.flatMap((id, i) => [
      db.client.task.updateMany({ where: { userId, id }, data: { title: `${i}` } }),
      db.client.task.deleteMany({ where: { userId, id: ids[9 - i] ?? '' } }),
    ])
    const outcomes = await Promise.allSettled([...writes, db.client.user.delete({ where: { id: userId } })])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect((await rowsOf(userId)).slice(0, 3)).toEqual([0, 0, 0])
  })
})
