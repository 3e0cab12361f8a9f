import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Connection } from '../engine/connection.ts'
import { diffSchema, migrate, pendingMigrations } from './migrate.ts'
import { checksum, prismaDirectory } from './migrations-folder.ts'
import { newMigration } from './new-migration.ts'
import { openUnmigrated } from './unmigrated.fixture.ts'

let migrations: string
let connection: Connection
beforeEach(async () => {
  migrations = mkdtempSync(path.join(tmpdir(), 'tandem-migrations-'))
  connection = await openUnmigrated()
})
afterEach(async () => {
  await connection.close()
  rmSync(migrations, { recursive: true })
})

function write(name: string, sql: string): void {
  mkdirSync(path.join(migrations, name), { recursive: true })
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql)
}

const apply = () => migrate(connection, { migrations })
const query = async (sql: string) => (await connection.pool.query(sql)).rows

// With semicolons inside a string and a function body, where a script must not be split.
const first = `CREATE TABLE one (text text DEFAULT ';');
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;
`

describe('migrate', () => {
  test('applies the pending migrations in order, once', async () => {
    write('2_second', 'CREATE TABLE three (id int)')
    write('1_first', first)
    expect(await pendingMigrations(connection, { migrations })).toEqual(['1_first', '2_second'])
    expect(await apply()).toEqual(['1_first', '2_second'])
    expect(await apply()).toEqual([])
    write('3_third', 'INSERT INTO three VALUES (two())')
    expect(await pendingMigrations(connection, { migrations })).toEqual(['3_third'])
    expect(await apply()).toEqual(['3_third'])
    expect(await query('SELECT * FROM three')).toEqual([{ id: 2 }])
  })

  test('leaves nothing listening on the pool', async () => {
    const before = connection.pool.listenerCount('error')
    write('1_first', first)
    await apply()
    expect(connection.pool.listenerCount('error')).toBe(before)
  })

  test("records them as Prisma's own command does", async () => {
    write('1_first', first)
    await apply()
    const [row] = await query('SELECT * FROM _prisma_migrations')
    expect(row).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: checksum(first),
      migration_name: '1_first',
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    })
  })

  test('accepts line ends that Git changed', async () => {
    write('1_first', first)
    await apply()
    write('1_first', first.replaceAll('\n', '\r\n'))
    expect(await apply()).toEqual([])
  })
})

describe('migrate refuses', () => {
  beforeEach(async () => {
    write('1_first', first)
    await apply()
  })

  test('a migration that was changed after it was applied', async () => {
    write('1_first', `${first}-- and more`)
    await expect(apply()).rejects.toThrow('migration 1_first was changed after it was applied')
  })

  test('a database with a migration that the folder lacks', async () => {
    rmSync(path.join(migrations, '1_first'), { recursive: true })
    await expect(apply()).rejects.toThrow(
      'the database has migration 1_first, which this version does not know: start the version that has it,',
    )
  })

  test('to continue after a failure, until the failed row is marked', async () => {
    write('2_second', 'CREATE TABLE three (id int); SELECT 1 / 0;')
    await expect(apply()).rejects.toThrow(/^migration 2_second failed: .*division by zero$/)
    expect(await query(`SELECT to_regclass('three') AS three`)).toEqual([{ three: null }])
    await expect(apply()).rejects.toThrow('migration 2_second has failed here before')

    await query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '2_second'`)
    write('2_second', 'CREATE TABLE three (id int)')
    expect(await apply()).toEqual(['2_second'])
  })

  test('a folder without its file', async () => {
    mkdirSync(path.join(migrations, '2_second'))
    await expect(apply()).rejects.toThrow('migration 2_second has no migration.sql')
  })
})

const schemaFile = path.join(prismaDirectory(), 'schema.prisma')

describe('the difference between the migrations and the Prisma schema', () => {
  test('is empty', async () => {
    expect(await diffSchema()).toBeNull()
  })

  test('is the SQL that the migrations lack', async () => {
    const schema = readFileSync(schemaFile, 'utf8').replace('model Task {', 'model Task {\n  colour String?')
    expect(await diffSchema({ schema })).toContain('ALTER TABLE "tasks" ADD COLUMN     "colour" TEXT;')
    expect(await diffSchema({ schema: schema.replace(/@@index\(\[tags.*\n/, '') })).toContain('DROP INDEX')
  })

  test('becomes a new migration, after which it is empty', async () => {
    const now = new Date('2026-11-21T12:34:56Z')
    const file = await newMigration('all_of_it', { migrations, now })
    expect(file).toBe(path.join(migrations, '20261121123456_all_of_it', 'migration.sql'))
    expect(await diffSchema({ migrations })).toBeNull()
    expect(await newMigration('more', { migrations })).toBeNull()
    expect(await newMigration('by_hand', { migrations, empty: true })).toMatch(/_by_hand\/migration\.sql$/)
    expect(readFileSync(path.join(migrations, 'migration_lock.toml'), 'utf8')).toContain(
      'provider = "postgresql"',
    )
  })

  test('does not become a migration whose name a shell or a file system could misread', async () => {
    for (const name of ['', '../up', 'With Space', 'a-b', 'x;y']) {
      await expect(newMigration(name, { migrations })).rejects.toThrow('not a migration name')
    }
  })
})
