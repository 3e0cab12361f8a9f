import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Table } from '../tables.ts'
import { createTables, createTestDb, createTestUser, type TestDatabase } from '../testing/testing.ts'

/** As a migration of a nested resource makes it. */
const CREATE = `
  CREATE TABLE test_comments (
    user_id uuid NOT NULL,
    task_id uuid NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    text text NOT NULL,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT transaction_timestamp(),
    updated_at timestamptz(3) NOT NULL DEFAULT transaction_timestamp(),
    PRIMARY KEY (user_id, task_id, id)
  );
  ALTER TABLE test_comments ADD CONSTRAINT test_comments_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES revisions (user_id) ON DELETE CASCADE;
  CREATE TRIGGER test_comments_keep BEFORE INSERT OR UPDATE ON test_comments
    FOR EACH ROW EXECUTE FUNCTION keep_row();
  CREATE TRIGGER test_comments_remove AFTER DELETE ON deleted_tasks REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION remove_children('test_comments', 'task_id', 'tasks')`

const comments: Table = {
  name: 'test_comments',
  key: ['userId', 'taskId', 'id'],
  unique: {},
  references: {},
  columns: {},
}

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
  await createTables(db, CREATE, [comments])
})
afterAll(() => db.close())

const owner = async () => (await createTestUser(db.client)).id

/** A task with as many comments. */
async function commented(userId: string, comments: number, id: string = randomUUID()): Promise<string> {
  await db.client.task.create({ data: { userId, id, title: 'a task' } })
  await db.client.$executeRaw`
    INSERT INTO test_comments (user_id, task_id, text)
    SELECT ${userId}::uuid, ${id}::uuid, n::text FROM generate_series(1, ${comments}::int) AS n`
  return id
}

async function commentsOf(userId: string): Promise<Record<string, number>> {
  const rows = await db.client.$queryRaw<{ task: string; count: number }[]>`
    SELECT task_id AS task, count(*)::int AS count FROM test_comments WHERE user_id = ${userId}::uuid GROUP BY task_id`
  return Object.fromEntries(rows.map(({ task, count }) => [task, count]))
}

const trash = (userId: string, id: string) => db.client.task.delete({ where: { userId_id: { userId, id } } })

describe('the children of a task', () => {
  test('stay while the task is in the trash', async () => {
    const userId = await owner()
    const id = await commented(userId, 2)
    await trash(userId, id)
    expect(await commentsOf(userId)).toEqual({ [id]: 2 })
  })

  test('are there again when it is restored', async () => {
    const userId = await owner()
    const id = await commented(userId, 2)
    await trash(userId, id)
    await db.client.$executeRaw`
      INSERT INTO tasks (user_id, id, title, version) SELECT user_id, id, title, version + 1
      FROM deleted_tasks WHERE user_id = ${userId}::uuid AND id = ${id}::uuid`
    expect(await db.client.task.count({ where: { userId, id } })).toBe(1)
    expect(await commentsOf(userId)).toEqual({ [id]: 2 })
  })

  test('go when its tombstone is purged, and no others do', async () => {
    const [userId, other] = [await owner(), await owner()]
    const shared = randomUUID()
    const [purged, kept] = [await commented(userId, 3, shared), await commented(userId, 2)]
    await commented(other, 1, shared)
    await trash(userId, purged)
    await trash(other, shared)
    await db.client.deletedTask.deleteMany({ where: { userId } })
    expect(await commentsOf(userId)).toEqual({ [kept]: 2 })
    expect(await commentsOf(other)).toEqual({ [shared]: 1 })
  })

  test('go with the tombstones of many tasks of several users, purged by one statement', async () => {
    const users = [await owner(), await owner()]
    const kept: string[] = []
    for (const userId of users) {
      kept.push(await commented(userId, 1))
      const ids = await Promise.all(Array.from({ length: 20 }, () => commented(userId, 2)))
      await db.client.task.deleteMany({ where: { userId, id: { in: ids } } })
    }
    expect(await db.client.deletedTask.deleteMany({ where: { userId: { in: users } } })).toEqual({
      count: 40,
    })
    expect(await Promise.all(users.map(commentsOf))).toEqual(kept.map((id) => ({ [id]: 1 })))
  })

  test('go with their user, in the trash or not', async () => {
    const userId = await owner()
    await commented(userId, 2)
    await trash(userId, await commented(userId, 2))
    await db.client.user.delete({ where: { id: userId } })
    expect(await commentsOf(userId)).toEqual({})
  })

  test('cannot be made for a user who does not exist', async () => {
    await expect(
      db.client.$executeRaw`
        INSERT INTO test_comments (user_id, task_id, text) VALUES (gen_random_uuid(), gen_random_uuid(), 'x')`,
    ).rejects.toMatchObject({ meta: { driverAdapterError: { cause: { originalCode: '23503' } } } })
  })
})

describe('keep_row', () => {
  interface Comment {
    id: string
    text: string
    version: number
    created_at: Date
    updated_at: Date
  }
  const past = new Date('2026-01-02T03:04:05.678Z')

  async function insert(values: Partial<Omit<Comment, 'id'>> = {}): Promise<Comment> {
    const { text = 'a comment', version = 1, created_at = past, updated_at = past } = values
    const [row] = await db.client.$queryRaw<[Comment]>`
      INSERT INTO test_comments (user_id, task_id, text, version, created_at, updated_at)
      VALUES (${await owner()}::uuid, gen_random_uuid(), ${text}, ${version}, ${created_at}, ${updated_at})
      RETURNING id, text, version, created_at, updated_at`
    return row
  }

  async function update(id: string, set: string): Promise<Comment | undefined> {
    const [row] = await db.client.$queryRawUnsafe<Comment[]>(
      `UPDATE test_comments SET ${set} WHERE id = $1::uuid RETURNING id, text, version, created_at, updated_at`,
      id,
    )
    return row
  }

  test('leaves version and times of an insert: rows can be restored and imported', async () => {
    expect(await insert({ version: 7 })).toMatchObject({ version: 7, created_at: past, updated_at: past })
  })

  test('counts the version up and moves updated_at when something changes', async () => {
    const row = await insert()
    const changed = await update(row.id, `text = 'another'`)
    expect(changed).toEqual({ ...row, text: 'another', version: 2, updated_at: changed?.updated_at })
    expect(changed?.updated_at.getTime()).toBeGreaterThan(past.getTime())
  })

  test('leaves a row that does not change as it is', async () => {
    const row = await insert()
    expect(await update(row.id, 'text = text')).toEqual(row)
  })

  test('lets nobody set version and times', async () => {
    const row = await insert()
    const set = `version = 9, created_at = now(), updated_at = '2000-01-01'`
    expect(await update(row.id, set)).toEqual(row)
    const changed = await update(row.id, `text = 'another', ${set}`)
    expect(changed).toMatchObject({ version: 2, created_at: past })
    expect(changed?.updated_at.getTime()).toBeGreaterThan(past.getTime())
  })

  test('never moves updated_at back', async () => {
    const future = new Date(Date.now() + 3_600_000)
    const row = await insert({ updated_at: future })
    expect(await update(row.id, `text = 'another'`)).toMatchObject({ version: 2, updated_at: future })
  })
})
