import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createDb } from '../create-db.ts'
import type { Prisma } from '../generated/client.ts'
import { migrate } from '../migrate/migrate.ts'
import { prismaDirectory, readMigrations } from '../migrate/migrations-folder.ts'
import { openUnmigrated } from '../migrate/unmigrated.fixture.ts'
import { recorder } from '../testing/recorder.ts'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'

let db: TestDatabase
const ended = recorder()
beforeAll(async () => {
  db = await createTestDb()
  await db.listen('tandem_revoked', ended)
}, 60_000)
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
  (await db.client.revision.findUnique({ where: { userId } }))?.revision ?? 0n
/** The revisions of all that is, and all that was, in their order. */
const revisions = async (userId: string) => {
  const of = { where: { userId }, select: { revision: true } }
  const rows = [...(await db.client.task.findMany(of)), ...(await db.client.deletedTask.findMany(of))]
  return rows.map(({ revision }) => Number(revision)).sort((a, b) => a - b)
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('the next revision of its user', () => {
  test('is taken by every insert, update and delete', async () => {
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

  test('is taken by each row of a statement', async () => {
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

  test('is taken by SQL that knows nothing of it', async () => {
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

  test('is not taken by what changes nothing', async () => {
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

  test('is not taken by what fails or is rolled back', async () => {
    const userId = await owner()
    const { id } = await insert(userId)
    await expect(insert(userId, { id })).rejects.toMatchObject({ code: 'P2002' })
    await expect(insert(userId, { title: '' })).rejects.toThrow()
    const failing = db.client.$transaction(async (tx) => {
      expect((await insert(userId, {}, tx)).revision).toBe(2n)
      await tx.task.deleteMany({ where: { userId } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await counter(userId), await revisions(userId)]).toEqual([1n, [1]])
    await db.client.$transaction(async (tx) => {
      await tx.$transaction((inner) => insert(userId, { title: '' }, inner)).catch(() => {})
      expect((await update(userId, id, { title: 'after a savepoint' }, tx)).revision).toBe(2n)
    })
  })

  test('is taken by one at a time, however many write', async () => {
    const userId = await owner()
    const writer = async () => {
      const { id, revision } = await insert(userId)
      const changed = await update(userId, id, { title: 'changed' })
      await remove(userId, id)
      const buried = await db.client.deletedTask.findUniqueOrThrow({ where: { userId_id: { userId, id } } })
      return [revision, changed.revision, buried.revision].map(Number)
    }
    const taken = (await Promise.all(Array.from({ length: 20 }, writer))).flat()
    expect(taken.sort((a, b) => a - b)).toEqual(upTo(60))
    expect(await counter(userId)).toBe(60n)
  })

  test('is never seen before the ones below it', async () => {
    const userId = await owner()
    const random = (most: number) => sleep(Math.random() * most)
    const writer = (n: number) =>
      db.client.$transaction(async (tx) => {
        await random(10)
        await insert(userId, {}, tx)
        await random(10)
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
          coalesce((SELECT revision FROM revisions WHERE user_id = ${userId}::uuid), 0)::int AS counter
        FROM tasks WHERE user_id = ${userId}::uuid`
      seen.add(row?.count ?? -1)
      expect(row).toEqual({ count: row?.count, newest: row?.count, counter: row?.count })
    }
    expect((await written).filter(({ status }) => status === 'rejected')).toHaveLength(5)
    expect(await revisions(userId)).toEqual(upTo(20))
    // There was something to see meanwhile.
    if (testEngine === 'postgresql') expect(seen.size).toBeGreaterThan(1)
  })

  test('is waited for in one order: tasks first, then the counter', async () => {
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
    // 2 to begin with, then 2 + 1 + 2 of each round.
    expect(await counter(userId)).toBe(102n)
  })
})

describe('the number of tasks', () => {
  const counted = async (userId: string) => {
    const tasks = await db.client.task.count({ where: { userId } })
    return [tasks, (await db.client.revision.findUniqueOrThrow({ where: { userId } })).taskCount]
  }

  test('is kept with them, whatever writes them', async () => {
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

  test('does not change where an insert finds the task there', async () => {
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

describe('a deleted task', () => {
  test('leaves all that it was', async () => {
    const userId = await owner()
    const { id } = await insert(userId, {
      title: 'e\u0301 🦊',
      description: ' d ',
      priority: 'urgent',
      tags: ['{', 'a,b'],
      dueAt: new Date('2026-01-02T03:04:05.678Z'),
    })
    const { isIndexed: _, ...task } = await update(userId, id, { status: 'done' })
    await remove(userId, id)
    const [tombstone] = await db.client.deletedTask.findMany({ where: { userId } })
    expect(tombstone).toEqual({ ...task, revision: 3n, deletedAt: tombstone?.deletedAt })
    expect(tombstone?.deletedAt.getTime()).toBeGreaterThanOrEqual(task.updatedAt.getTime())
  })

  test('keeps its id, for its user alone, until the tombstone is gone', async () => {
    const [userId, other] = [await owner(), await owner()]
    const { id } = await insert(userId)
    await remove(userId, id)
    await expect(insert(userId, { id })).rejects.toMatchObject({ code: 'P2002' })
    await expect(
      db.client
        .$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${userId}::uuid, ${id}::uuid, 'x')`,
    ).rejects.toThrow(/23505|already exists/)
    expect(await counter(userId)).toBe(2n)
    expect((await insert(other, { id })).id).toBe(id)
    await db.client.deletedTask.deleteMany({ where: { userId } })
    expect((await insert(userId, { id })).revision).toBe(3n)
  })

  test('keeps its id from whoever inserts it while it is being deleted', async () => {
    const userId = await owner()
    const { id } = await insert(userId)
    let inserting: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      await tx.task.delete({ where: { userId_id: { userId, id } } })
      inserting = insert(userId, { id }).catch((error: unknown) => error)
      await sleep(50)
    })
    expect(await inserting).toMatchObject({ code: 'P2002' })
    expect(await revisions(userId)).toEqual([2])
  })

  test('is forgotten with its owner', async () => {
    const userId = await owner()
    for (let n = 0; n < 3; n++) await insert(userId)
    const { id } = await insert(userId)
    await remove(userId, id)
    const bytes = new Uint8Array([1])
    await db.client.idempotencyKey.create({ data: { userId, key: 'k', fingerprint: bytes, answer: bytes } })
    await db.client.$transaction(async (tx) => {
      await tx.task.deleteMany({ where: { userId, id: { not: id } } })
      await insert(userId, {}, tx)
      await tx.user.delete({ where: { id: userId } })
    })
    const of = { where: { userId } }
    const { task, deletedTask, revision, idempotencyKey } = db.client
    expect([
      await task.count(of),
      await deletedTask.count(of),
      await revision.count(of),
      await idempotencyKey.count(of),
    ]).toEqual([0, 0, 0, 0])
  })
})

describe('a credential that ends', () => {
  /** Every notification there was, in order of ids; one sent now is waited for, so that none is under way. */
  const notified = async () => {
    await db.client.$executeRaw`SELECT pg_notify('tandem_revoked', 'last')`
    await expect.poll(() => ended.messages.at(-1)).toBe('last')
    return ended.messages.splice(0).slice(0, -1).sort()
  }
  const keyOf = async (userId: string) => {
    const hash = new Uint8Array(Buffer.from(randomUUID()))
    const data = { id: randomUUID(), userId, name: 'k', prefix: 'tdm_', hash, scopes: ['tasks:read'] }
    return (await db.client.apiKey.create({ data })).id
  }
  const written = async (ids: string[]) => {
    const rows = await db.client.revocation.findMany({ where: { credentialId: { in: ids } } })
    return rows.map(({ credentialId }) => credentialId).sort()
  }

  test('is told where it is an API key that is deleted, alone or with its user', async () => {
    const userId = await owner()
    const keys = [await keyOf(userId), await keyOf(userId)] as const
    await db.client.apiKey.update({ where: { id: keys[0] }, data: { lastUsedAt: new Date(), name: 'n' } })
    expect(await notified()).toEqual([])
    await db.client.apiKey.delete({ where: { id: keys[0] } })
    expect([await notified(), await written([...keys])]).toEqual([[keys[0]], [keys[0]]])
    await db.client.user.delete({ where: { id: userId } })
    expect([await notified(), await written([...keys])]).toEqual([[keys[1]], [...keys].sort()])
  })

  test('is told where it is an API key whose user is deactivated, each time', async () => {
    const [userId, other] = [await owner(), await owner()]
    const keys = [await keyOf(userId), await keyOf(userId)].sort()
    const others = await keyOf(other)
    const set = (data: Prisma.UserUpdateInput) => db.client.user.update({ where: { id: userId }, data })
    await set({ name: 'N', isActive: true })
    expect(await notified()).toEqual([])
    await set({ isActive: false })
    expect([await notified(), await written([...keys, others])]).toEqual([keys, keys])

    await db.client.revocation.updateMany({
      where: { credentialId: { in: keys } },
      data: { revokedAt: new Date(0) },
    })
    await set({ isActive: false, name: 'M' })
    await set({ isActive: true })
    expect(await notified()).toEqual([])
    await set({ isActive: false })
    expect(await notified()).toEqual(keys)
    const rows = await db.client.revocation.findMany({ where: { credentialId: { in: keys } } })
    // Whoever has been away asks for the latest: the row is as new as the last time.
    for (const { revokedAt } of rows) expect(revokedAt.getFullYear()).toBeGreaterThan(2000)
  })

  test('is not told where it is a session that was over 29 days ago', async () => {
    const userId = await owner()
    const day = 24 * 3_600_000
    const session = async (age: number) => {
      const data = { id: randomUUID(), userId, expiresAt: new Date(Date.now() - age) }
      return (await db.client.session.create({ data })).id
    }
    const [old, recent] = [await session(30 * day), await session(28 * day)]
    await db.client.session.deleteMany({ where: { userId } })
    expect([await notified(), await written([old, recent])]).toEqual([[recent], [recent]])
  })
})

describe('tasks that were there before revisions', () => {
  test('are numbered as they were made, and are otherwise as they were', async () => {
    const name = '20261121110000_revisions'
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-migrations-'))
    const connection = await openUnmigrated()
    onTestFinished(async () => {
      await connection.close()
      rmSync(folder, { recursive: true })
    })
    const copy = (migration: string) =>
      cpSync(path.join(prismaDirectory(), 'migrations', migration), path.join(folder, migration), {
        recursive: true,
      })
    const query = async (sql: string, values: unknown[] = []) =>
      (await connection.pool.query(sql, values)).rows
    const all = (await readMigrations()).migrations.map((migration) => migration.name)
    for (const earlier of all.filter((one) => one < name)) copy(earlier)
    await migrate(connection, { migrations: folder })

    const [ada, bob, eve] = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of [ada, bob, eve])
      await query(
        `INSERT INTO users (id, email, name, password_hash) VALUES ($1::uuid, $1::text, 'n', '-')`,
        [id],
      )
    const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`
    // Neither stored in the order they were made, nor with ids in it; two were made at once.
    const made = [
      [ada, id(4), '2026-01-03', 'todo', 1],
      [ada, id(3), '2026-01-02', 'done', 7],
      [ada, id(1), '2026-01-03', 'in_progress', 2],
      [ada, id(2), '2026-01-01', 'todo', 1],
      [bob, id(1), '2026-01-05', 'done', 3],
      [bob, id(2), '2026-01-04', 'todo', 1],
    ]
    for (const values of made) {
      await query(
        `INSERT INTO tasks (user_id, id, title, created_at, updated_at, status, version)
         VALUES ($1, $2, 't', $3::timestamptz, $3::timestamptz + interval '1 hour', $4, $5)`,
        values,
      )
    }
    await query('INSERT INTO revocations (session_id) VALUES ($1)', [eve])
    const tasks = () => query('SELECT * FROM tasks ORDER BY user_id, id')
    const before = await tasks()

    copy(name)
    expect(await migrate(connection, { migrations: folder })).toEqual([name])
    expect((await tasks()).map(({ revision: _, ...task }) => task)).toEqual(before)
    const numbered = await query('SELECT user_id, id FROM tasks ORDER BY user_id, revision')
    const idsOf = (userId: string) => numbered.filter((row) => row.user_id === userId).map((row) => row.id)
    expect([idsOf(ada), idsOf(bob)]).toEqual([
      [id(2), id(3), id(1), id(4)],
      [id(2), id(1)],
    ])
    const counters = () =>
      query('SELECT user_id, revision::int, purged::int, task_count FROM revisions ORDER BY revision DESC')
    expect(await counters()).toEqual([
      { user_id: ada, revision: 4, purged: 0, task_count: 4 },
      { user_id: bob, revision: 2, purged: 0, task_count: 2 },
    ])
    expect(await query('SELECT min(revision)::int, max(revision)::int FROM tasks')).toEqual([
      { min: 1, max: 4 },
    ])
    expect(await query('SELECT credential_id FROM revocations')).toEqual([{ credential_id: eve }])

    await query(`UPDATE tasks SET title = 'changed' WHERE id = $1`, [id(2)])
    await query(`INSERT INTO tasks (user_id, id, title) VALUES ($1, $2, 'first')`, [eve, id(1)])
    expect((await counters()).map(({ revision }) => revision)).toEqual([5, 3, 1])
  })
})
