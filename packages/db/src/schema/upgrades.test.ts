import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { checksum, prismaDirectory, readMigrations } from '../migrate/migrations-folder.ts'
import { openUnmigrated } from '../migrate/unmigrated.fixture.ts'
import { catalogOf } from '../testing/catalog.ts'
import { createTestDb } from '../testing/testing.ts'

const migrations = path.join(prismaDirectory(), 'migrations')

/** An empty database, and a folder to which the test copies migrations one by one. */
async function upgrade() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-migrations-'))
  const connection = await openUnmigrated()
  onTestFinished(async () => {
    await connection.close()
    rmSync(folder, { recursive: true })
  })
  const copy = (name: string) =>
    cpSync(path.join(migrations, name), path.join(folder, name), { recursive: true })
  return {
    connection,
    folder,
    query: async (sql: string, values: unknown[] = []) =>
      (await connection.pool.query<pg.QueryResultRow>(sql, values)).rows,
    /** Applies the migrations that precede one. */
    async migrateBefore(name: string) {
      for (const migration of (await readMigrations()).migrations)
        if (migration.name < name) copy(migration.name)
      await migrate(connection, { migrations: folder })
    },
    async apply(name: string) {
      copy(name)
      expect(await migrate(connection, { migrations: folder })).toEqual([name])
    },
    migrateAll: () => migrate(connection),
  }
}

const insertUser = `INSERT INTO users (id, email, name, password_hash) VALUES ($1::uuid, $1::text, 'n', '-')`
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

test('revisions: tasks are numbered in the order of their creation, and stay as they are otherwise', async () => {
  const name = '20261121110000_revisions'
  const { query, migrateBefore, apply } = await upgrade()
  await migrateBefore(name)
  const [ada, bob, eve] = [randomUUID(), randomUUID(), randomUUID()]
  for (const user of [ada, bob, eve]) await query(insertUser, [user])
  // Creation follows neither the order of insertion nor that of the ids, and two are of the same time.
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

  await apply(name)
  expect((await tasks()).map(({ revision: _, ...task }) => task)).toEqual(before)
  const numbered = await query('SELECT user_id, id, revision::int FROM tasks ORDER BY user_id, revision')
  const of = (user: string) =>
    numbered.filter((row) => row.user_id === user).map((row) => [row.revision, row.id])
  expect(of(ada)).toEqual([
    [1, id(2)],
    [2, id(3)],
    [3, id(1)],
    [4, id(4)],
  ])
  expect(of(bob)).toEqual([
    [1, id(2)],
    [2, id(1)],
  ])
  expect(
    await query(
      'SELECT user_id, revision::int, purged::int, task_count FROM revisions ORDER BY revision DESC',
    ),
  ).toEqual([
    { user_id: ada, revision: 4, purged: 0, task_count: 4 },
    { user_id: bob, revision: 2, purged: 0, task_count: 2 },
  ])
  expect(await query('SELECT credential_id FROM revocations')).toEqual([{ credential_id: eve }])
})

test('counters_own_the_rows: users without a counter get one, and everything else stays', async () => {
  const name = '20261128135315_counters_own_the_rows'
  const { query, migrateBefore, migrateAll } = await upgrade()
  await migrateBefore(name)
  const [ada, bob] = [randomUUID(), randomUUID()]
  for (const user of [ada, bob]) await query(insertUser, [user])
  for (const n of [1, 2, 3])
    await query(`INSERT INTO tasks (user_id, id, title) VALUES ($1, $2, 't')`, [ada, id(n)])
  await query('DELETE FROM tasks WHERE id = $1', [id(1)])
  await query(`INSERT INTO idempotency_keys (user_id, key, fingerprint, answer) VALUES ($1, 'k', '', '')`, [
    bob,
  ])
  const rows = async () => [
    await query('SELECT * FROM tasks ORDER BY id'),
    await query('SELECT * FROM deleted_tasks'),
    await query('SELECT * FROM idempotency_keys'),
    await query('SELECT * FROM revisions WHERE user_id = $1', [ada]),
  ]
  const before = await rows()

  await migrateAll()
  // Later migrations add columns.
  expect(await rows()).toMatchObject(before)
  expect(await query('SELECT revision::int, task_count FROM revisions WHERE user_id = $1', [bob])).toEqual([
    { revision: 0, task_count: 0 },
  ])
  // What was written before belongs to its user as before.
  await query('DELETE FROM users WHERE id = $1', [ada])
  expect((await rows()).map(({ length }) => length)).toEqual([0, 0, 1, 0])
})

test('cheaper_writes: a database that applied its first text ends up like a new one', async () => {
  const name = '20261128023318_cheaper_writes'
  const { connection, folder, query, migrateBefore, migrateAll } = await upgrade()
  await migrateBefore(name)
  cpSync(path.join(migrations, name), path.join(folder, name), { recursive: true })
  const file = path.join(folder, name, 'migration.sql')
  const first = readFileSync(file, 'utf8').replace(
    `        -- What an update says of it does not count, see below.
        WHEN TG_OP = 'INSERT' AND NEW."version" < 1`,
    `        WHEN NEW."version" < 1`,
  )
  expect(checksum(first)).toBe('d2adfe5cb572ea24165298adc3ddc121af95bbe9fd6ac5e761daf2cd5407a1e6')
  writeFileSync(file, first)
  expect(await migrate(connection, { migrations: folder })).toEqual([name])
  await query(insertUser, [id(1)])
  await query(`INSERT INTO tasks (user_id, id, title) VALUES ($1, $1, 't')`, [id(1)])

  expect(await migrateAll()).not.toContain(name)
  expect(await migrateAll()).toEqual([])
  const fresh = await createTestDb({ isSharded: false })
  onTestFinished(() => fresh.close())
  const catalog = await catalogOf(query)
  expect(catalog).toEqual(await catalogOf((sql) => fresh.client.$queryRawUnsafe(sql)))
  expect(JSON.stringify(catalog)).toContain('tasks_keep')
  expect(await query('UPDATE tasks SET version = 0 RETURNING version')).toEqual([{ version: 1 }])
})

test('texts_of_tasks: tags are composed, once each and in their order, and sync tells of it', async () => {
  const name = '20261129162200_texts_of_tasks'
  const { query, migrateBefore, apply } = await upgrade()
  await migrateBefore(name)
  const ada = randomUUID()
  await query(insertUser, [ada])
  const [composed, decomposed] = ['\u00e9', 'e\u0301']
  const make = (n: number, tags: string[]) =>
    query(`INSERT INTO tasks (user_id, id, title, tags) VALUES ($1, $2, 't', $3)`, [ada, id(n), tags])
  await make(1, ['x', `b${decomposed}`, `a${composed}`, `b${composed}`])
  await make(2, ['z', composed, 'a'])
  await make(3, [decomposed])
  await query('DELETE FROM tasks WHERE user_id = $1 AND id = $2', [ada, id(3)])

  await apply(name)
  expect(await query('SELECT tags, version, revision::int FROM tasks ORDER BY id')).toEqual([
    { tags: ['x', `b${composed}`, `a${composed}`], version: 2, revision: 5 },
    { tags: ['z', composed, 'a'], version: 1, revision: 2 },
  ])
  expect(await query('SELECT tags, version, revision::int FROM deleted_tasks')).toEqual([
    { tags: [composed], version: 1, revision: 4 },
  ])
})
