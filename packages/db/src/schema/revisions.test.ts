import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createDb } from '../create-db.ts'
import type { Prisma } from '../generated/client.ts'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

type Client = Pick<TestDatabase['client'], 'task'>

const owner = async () => (await createTestUser(db.client)).id
const insert = (
  userId: string,
  data: Partial<Prisma.TaskUncheckedCreateInput> = {},
  client: Client = db.client,
) => client.task.create({ data: { userId, id: randomUUID(), title: 'a task', ...data } })
const update = (
  userId: string,
  id: string,
  data: Prisma.TaskUncheckedUpdateInput,
  client: Client = db.client,
) => client.task.update({ where: { userId_id: { userId, id } }, data })
const remove = (userId: string, id: string) => db.client.task.delete({ where: { userId_id: { userId, id } } })
const counter = async (userId: string) =>
  (await db.client.revision.findUniqueOrThrow({ where: { userId } })).revision
/** The revisions of a user's tasks and tombstones, sorted. */
const revisions = async (userId: string) => {
  const of = { where: { userId }, select: { revision: true } }
  const rows = [...(await db.client.task.findMany(of)), ...(await db.client.deletedTask.findMany(of))]
  return rows.map(({ revision }) => Number(revision)).sort((a, b) => a - b)
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('the next revision of a user', () => {
  test('goes to every insert, update and delete', async () => {
    const [ada, bob] = [await owner(), await owner()]
    const [first, second] = [await insert(ada), await insert(ada)]
    expect([first.revision, second.revision]).toEqual([1n, 2n])
    expect((await insert(bob)).revision).toBe(1n)
    expect((await update(ada, first.id, { title: 'another' })).revision).toBe(3n)
    await remove(ada, second.id)
    expect(await revisions(ada)).toEqual([3, 4])
    expect((await insert(ada)).revision).toBe(5n)
    expect([await counter(ada), await counter(bob)]).toEqual([5n, 1n])
  })

  test('goes to each row of a statement', async () => {
    const userId = await owner()
    const data = upTo(4).map((n) => ({ userId, id: randomUUID(), title: `${n % 2}` }))
    await db.client.task.createMany({ data })
    expect(await revisions(userId)).toEqual([1, 2, 3, 4])
    await db.client.task.updateMany({ where: { userId, title: '1' }, data: { status: 'done' } })
    expect(await revisions(userId)).toHaveLength(4)
    await db.client.task.deleteMany({ where: { userId } })
    expect(await revisions(userId)).toEqual([7, 8, 9, 10])
    expect(await counter(userId)).toBe(10n)
  })

  test('goes to statements that do not mention it, or try to set it', async () => {
    const userId = await owner()
    const id = randomUUID()
    const taken: bigint[] = []
    await db.client
      .$executeRaw`INSERT INTO tasks (user_id, id, title, revision) VALUES (${userId}::uuid, ${id}::uuid, 'x', 77)`
    taken.push((await db.client.task.findFirstOrThrow({ where: { userId } })).revision)
    await db.client.$executeRaw`UPDATE tasks SET title = 'y', revision = 77 WHERE user_id = ${userId}::uuid`
    taken.push((await db.client.task.findFirstOrThrow({ where: { userId } })).revision)
    await db.client.$executeRaw`DELETE FROM tasks WHERE user_id = ${userId}::uuid`
    taken.push((await db.client.deletedTask.findFirstOrThrow({ where: { userId } })).revision)
    expect(taken).toEqual([1n, 2n, 3n])
  })

  test('is not used by an update that changes nothing', async () => {
    const userId = await owner()
    const task = await insert(userId, { status: 'done' })
    const changedAt = (await db.client.revision.findUniqueOrThrow({ where: { userId } })).changedAt
    for (const data of [
      {},
      { title: 'a task' },
      { status: 'done' },
      { revision: 9n },
      { version: 9 },
    ] as const) {
      expect(await update(userId, task.id, data)).toEqual(task)
    }
    await db.client.task.deleteMany({ where: { userId, id: randomUUID() } })
    expect(await db.client.revision.findUnique({ where: { userId } })).toMatchObject({
      revision: 1n,
      changedAt,
    })
  })

  test('is not used by a write that fails or is rolled back', async () => {
    const userId = await owner()
    const { id } = await insert(userId)
    await expect(insert(userId, { id })).rejects.toMatchObject({ code: 'P2002' })
    await expect(insert(userId, { title: '' })).rejects.toThrow(/tasks_title_check/)
    const failing = db.client.$transaction(async (tx) => {
      expect((await insert(userId, {}, tx)).revision).toBe(2n)
      await tx.task.deleteMany({ where: { userId } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await counter(userId), await revisions(userId)]).toEqual([1n, [1]])
    await db.client.$transaction(async (tx) => {
      const inner = tx.$transaction((nested) => insert(userId, { title: '' }, nested))
      await expect(inner).rejects.toThrow(/tasks_title_check/)
      expect((await update(userId, id, { title: 'after a savepoint' }, tx)).revision).toBe(2n)
    })
  })

  test('is never used twice, however many write at once', async () => {
    const userId = await owner()
    const writer = async () => {
      const { id, revision } = await insert(userId)
      const changed = await update(userId, id, { title: 'changed' })
      await remove(userId, id)
      const tombstone = await db.client.deletedTask.findUniqueOrThrow({
        where: { userId_id: { userId, id } },
      })
      return [revision, changed.revision, tombstone.revision].map(Number)
    }
    const taken = (await Promise.all(Array.from({ length: 20 }, writer))).flat()
    expect(taken.sort((a, b) => a - b)).toEqual(upTo(60))
    expect(await counter(userId)).toBe(60n)
  })

  test('is never visible before all lower ones are', async () => {
    const userId = await owner()
    /** Lets the transactions overlap in many ways. */
    const pause = () => sleep(Math.random() * 10)
    const writer = (n: number) =>
      db.client.$transaction(async (tx) => {
        await pause()
        await insert(userId, {}, tx)
        await pause()
        if (n % 5 === 0) throw new Error('no')
      })
    const reader = db.url ? await createDb(db.url, { migrate: false }) : db
    if (reader !== db) onTestFinished(() => reader.close())
    let writing = true
    const written = Promise.allSettled(upTo(25).map(writer)).finally(() => {
      writing = false
    })
    const seen = new Set<number>()
    while (writing) {
      const [row] = await reader.client.$queryRaw<{ count: number; newest: number; counter: number }[]>`
        SELECT count(*)::int, coalesce(max(revision), 0)::int AS newest,
          (SELECT revision FROM revisions WHERE user_id = ${userId}::uuid)::int AS counter
        FROM tasks WHERE user_id = ${userId}::uuid`
      seen.add(row?.count ?? -1)
      expect(row).toEqual({ count: row?.count, newest: row?.count, counter: row?.count })
    }
    expect((await written).filter(({ status }) => status === 'rejected')).toHaveLength(5)
    expect(await revisions(userId)).toEqual(upTo(20))
    // Otherwise the loop saw only the state before or after.
    if (testEngine === 'postgresql') expect(seen.size).toBeGreaterThan(1)
  })

  test('is taken after the locks on tasks, so that writers do not deadlock', async () => {
    const userId = await owner()
    const ids = [(await insert(userId)).id, (await insert(userId)).id].sort()
    const both = (titles: string[]) =>
      db.client.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT FROM tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
        for (const [i, title] of titles.entries()) await update(userId, ids.at(i) ?? '', { title }, tx)
      })
    const writes = upTo(20).flatMap((n) => [
      both([`both ${n}`, `both ${n}`]),
      update(userId, ids[n % 2] ?? '', { title: `one ${n}` }),
      insert(userId).then(({ id }) => remove(userId, id)),
    ])
    await Promise.all(writes)
    // 2 from the start, then 2 + 1 + 2 in each of 20 rounds.
    expect(await counter(userId)).toBe(102n)
  })
})

describe('the number of tasks', () => {
  const counted = async (userId: string) => {
    const tasks = await db.client.task.count({ where: { userId } })
    return [tasks, (await db.client.revision.findUniqueOrThrow({ where: { userId } })).taskCount]
  }

  test('is right after every kind of write', async () => {
    const [userId, other] = [await owner(), await owner()]
    const ids = upTo(5).map(() => randomUUID())
    await db.client.task.createMany({ data: ids.map((id) => ({ userId, id, title: 'x' })) })
    await insert(other)
    await db.client
      .$executeRaw`INSERT INTO tasks (user_id, id, title) SELECT ${userId}::uuid, gen_random_uuid(), 'y' FROM generate_series(1, 3)`
    expect(await counted(userId)).toEqual([8, 8])
    await db.client.task.updateMany({ where: { userId }, data: { title: 'z', status: 'done' } })
    await db.client.task.deleteMany({ where: { userId, id: { in: ids.slice(0, 2) } } })
    await expect(insert(userId, { id: ids[3] ?? '' })).rejects.toMatchObject({ code: 'P2002' })
    const failing = db.client.$transaction(async (tx) => {
      await insert(userId, {}, tx)
      await tx.task.deleteMany({ where: { userId, id: { in: ids } } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await counted(userId), await counted(other)]).toEqual([
      [6, 6],
      [1, 1],
    ])
    await db.client.$executeRaw`DELETE FROM tasks WHERE user_id = ${userId}::uuid`
    expect(await counted(userId)).toEqual([0, 0])
  })

  test('does not change when an insert finds the task already there', async () => {
    const userId = await owner()
    const { id } = await insert(userId)
    const create = { userId, id, title: 'x' }
    await db.client.task.createMany({ data: [create], skipDuplicates: true })
    await db.client.task.upsert({ where: { userId_id: { userId, id } }, create, update: { title: 'y' } })
    await db.client
      .$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${userId}::uuid, ${id}::uuid, 'x') ON CONFLICT DO NOTHING`
    expect(await counted(userId)).toEqual([1, 1])
  })
})
