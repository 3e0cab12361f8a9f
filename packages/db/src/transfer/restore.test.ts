import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { readMigrations } from '../migrate/migrations-folder.ts'
import { openUnmigrated } from '../migrate/unmigrated.fixture.ts'
import { testEngine } from '../testing/testing.ts'
import { type Copy, fillFrom, readCopy } from './copy.fixture.ts'
import {
  changed,
  epochOf,
  opened,
  opulent,
  opulentCopy,
  schemaOf,
  session,
  user,
  users,
} from './opulent.fixture.ts'
import { readConnection } from './snapshot.ts'
import { MOVED, type MovedTable } from './tables.ts'

const rowsIn = ({ rows }: Copy, name: string): (string | null)[][] =>
  rows.find(({ table }) => table.name === name)?.rows.map((row) => JSON.parse(row)) ?? []

const WRITE = `UPDATE tasks SET title = 'next' RETURNING id, version, revision`

test('every row arrives as it was, and the next write goes on from there', async () => {
  const source = await opulent()
  const target = await opened()
  const copy = await readCopy(source)
  // As after the start of a server, which plans its jobs.
  await target.pool.query(`
    INSERT INTO pgboss.queue (name, policy) VALUES ('purge', 'standard'), ('send', 'standard');
    INSERT INTO pgboss.job (name) VALUES ('purge')`)
  await fillFrom(copy, target)
  expect(await readCopy(target)).toEqual(copy)
  for (const name of [
    'users',
    'revisions',
    'tasks',
    'deleted_tasks',
    'reminders',
    'comments',
    'files',
    'file_usage',
  ])
    expect(rowsIn(copy, name), name).toHaveLength(1)
  expect(rowsIn(copy, 'pgboss.job')).toHaveLength(2)

  const [expected, found] = [await source.pool.query(WRITE), await target.pool.query(WRITE)]
  expect(found.rows).toEqual(expected.rows)
  expect(found.rows).toEqual([{ id: changed, version: 4, revision: '6' }])
})

test('sessions stay behind and count as ended', async () => {
  const copy = await opulentCopy()
  expect(copy.rows.map(({ table }) => table.name)).not.toContain('sessions')
  expect(rowsIn(copy, 'revocations')).toEqual([[session, expect.any(String)]])
})

describe('a time zone that the database does not know by its name', () => {
  async function filled(timeZone: string) {
    const source = await opulent()
    await source.pool.query('UPDATE users SET time_zone = $1', [timeZone])
    const target = await opened()
    // Some servers know no old names.
    await target.pool.query(`CREATE OR REPLACE FUNCTION knows_time_zone(name text) RETURNS boolean LANGUAGE sql
      AS $$ SELECT name NOT IN ('Asia/Calcutta', 'Factory') $$`)
    await fillFrom(await readCopy(source), target)
    return target
  }

  test('gets another name', async () => {
    const target = await filled('Asia/Calcutta')
    for (const table of ['users', 'revisions'])
      expect((await target.pool.query(`SELECT time_zone FROM ${table}`)).rows).toEqual([
        { time_zone: 'Asia/Kolkata' },
      ])
    const { rows } = await target.pool.query(
      `UPDATE tasks SET due_on = '2030-01-01' RETURNING due_at = '2030-01-01T18:29:59.999Z' AS "isRight"`,
    )
    expect(rows).toEqual([{ isRight: true }])
  })

  test('and has no other is refused', async () => {
    await expect(filled('Factory')).rejects.toThrow('a user has the time zone "Factory", which this database')
  })
})

test('an import begins a new epoch, and leaves triggers and foreign keys as they were', async () => {
  const source = await opulent()
  const target = await opened()
  const [schema, epoch] = [await schemaOf(target), await epochOf(target)]
  await fillFrom(await readCopy(source), target)
  expect(await schemaOf(target)).toEqual(schema)
  expect(await epochOf(target)).not.toBe(epoch)
  expect(await epochOf(target)).not.toBe(await epochOf(source))
})

const SAMPLES: MovedTable = {
  name: 'samples',
  columns: ['id', 'parent', 'n', 'f', 'd', 'b', 'j', 'l', 'i'],
  order: [{ column: 'id', isText: false }],
}

test('values of every type arrive as they were, computed ones anew, and rows may refer to later ones', async () => {
  const connection = await opened()
  const { pool } = connection
  await pool.query(`CREATE TABLE samples (id int PRIMARY KEY, parent int REFERENCES samples, n numeric(18, 6), f float8, d date,
    b bytea, j jsonb, l text[], i interval, twice int NOT NULL GENERATED ALWAYS AS (id * 2) STORED)`)
  onTestFinished(async () => void (await pool.query('DROP TABLE samples')))
  await pool.query(`INSERT INTO samples (id, parent, n, f, d, b, j, l, i) VALUES
    (1, 2, 123456789012.000001, 0.1, '0044-03-15 BC', '\\x00ff', 'null', '{NULL,"NULL",""}', '1 mon -2 days'),
    (2, NULL, NULL, 'NaN', 'infinity', NULL, '{"a":[1e400,"\\u2028"]}', NULL, NULL)`)
  const all = 'SELECT s::text AS row FROM samples AS s ORDER BY id'
  const { rows } = await pool.query(all)
  const copy = await readCopy(connection, [SAMPLES])
  await pool.query('TRUNCATE samples')
  await fillFrom(copy, connection)
  expect(await readCopy(connection, [SAMPLES])).toEqual(copy)
  expect((await pool.query(all)).rows).toEqual(rows)
})

test('an export from before the last migrations is migrated after its rows', async () => {
  const all = (await readMigrations()).migrations.map(({ name }) => name)
  const older = all.filter((name) => name < '20261129110000_email_links')
  const target = await opened(openUnmigrated())
  const given = [
    user,
    'ada@example.com',
    'Ada',
    'user',
    't',
    '-',
    '2026-01-01 00:00:00+00',
    '2026-01-02 00:00:00+00',
  ]
  const columns = ['id', 'email', 'name', 'role', 'is_active', 'password_hash', 'created_at', 'updated_at']
  const table = { ...users, columns }
  const counter = {
    name: 'revisions',
    columns: ['user_id', 'revision', 'task_count', 'purged', 'changed_at'],
    order: [],
  }
  const rows = [
    { table, rows: [JSON.stringify(given)] },
    { table: counter, rows: [JSON.stringify([user, '7', '0', '0', '2026-01-02 00:00:00+00'])] },
  ]
  await fillFrom({ migrations: older, rows }, target)
  expect(await migrate(target)).toEqual([])
  expect(
    (await target.pool.query('SELECT name, pending_email, updated_at::text AS at FROM users')).rows,
  ).toEqual([{ name: 'Ada', pending_email: null, at: '2026-01-02 00:00:00+00' }])
  expect((await target.pool.query('SELECT revision FROM revisions')).rows).toEqual([{ revision: '7' }])
  await expect(fillFrom({ migrations: older, rows: [] }, await opened())).rejects.toThrow(
    'has migration 20261129110000_email_links already, and the export is from before it',
  )
})

test.runIf(testEngine === 'postgresql')(
  'an export beside a server that writes is of one moment',
  async () => {
    const source = await opulent()
    const read = await readConnection(source, { accessTokenTtl: 900 }, async (snapshot) => {
      const found = new Map<string, string[][]>()
      for (const table of snapshot.tables) {
        // Before each table, another change.
        await source.pool.query(
          `INSERT INTO tasks (user_id, id, title) VALUES ('${user}', '${randomUUID()}', 'meanwhile')`,
        )
        for await (const some of snapshot.rowsOf(table))
          found.set(
            table.name,
            some.map((row) => JSON.parse(row)),
          )
      }
      return found
    })
    const counter = MOVED.find(({ name }) => name === 'revisions')
    const count = read.get('revisions')?.[0]?.[counter?.columns.indexOf('task_count') ?? -1]
    expect(read.get('tasks')).toHaveLength(Number(count))
  },
)
