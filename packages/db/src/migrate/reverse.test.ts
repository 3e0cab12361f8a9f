import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConnection } from '../create-db.ts'
import { DROP_EVERYTHING } from '../testing/drop-everything.ts'
import { fillDataDir, testServerUrl } from '../testing/testing.ts'
import { migrate } from './migrate.ts'
import { appliedOf, locationOf, type Place, reverseMigrations } from './reverse.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tandem-reverse-'))
const migrations = path.join(folder, 'migrations')
const place: Place = { dataDir: path.join(folder, 'data') }
let remove = async () => {}

function write(name: string, sql: string): void {
  mkdirSync(path.join(migrations, name), { recursive: true })
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql)
}

beforeAll(async () => {
  if (testServerUrl) {
    const { openTestServer } = await import('../testing/test-server.ts')
    const connection = await openTestServer(testServerUrl)
    await connection.pool.query(DROP_EVERYTHING)
    place.url = connection.url
    remove = connection.close
  } else await fillDataDir(path.join(folder, 'data'), 'empty')
  write('1_first', 'CREATE TABLE one (id int)')
  write('2_second', 'CREATE TABLE two (id int); CREATE TYPE three AS ENUM ()')
})
afterAll(async () => {
  await remove()
  rmSync(folder, { recursive: true })
})

async function withDatabase<T>(use: (connection: Awaited<ReturnType<typeof openConnection>>) => Promise<T>) {
  const connection = await openConnection(place.url, place)
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

const exists = (table: string) =>
  withDatabase(async ({ pool }) => {
    const { rows } = await pool.query('SELECT to_regclass($1) IS NOT NULL AS found', [table])
    return rows[0]?.found
  })

test('a place is named as a connection to it is, without a password', async () => {
  expect(await withDatabase(async ({ location }) => location)).toBe(locationOf(place))
  const url = 'postgresql://me:secret@db.example.com/tandem'
  expect(locationOf({ url, dataDir: '.data' })).toBe('db.example.com:5432/tandem')
})

test('a database that has none of the migrations is left alone', async () => {
  expect(await appliedOf(['2_second'], place)).toEqual([])
  expect(await reverseMigrations({ migrations: ['2_second'], sql: 'DROP TABLE two' }, place)).toEqual([])
})

test('migrations are reversed in one transaction, once', async () => {
  await withDatabase((connection) => migrate(connection, { migrations }))
  expect(await appliedOf(['2_second', '3_third'], place)).toEqual(['2_second'])

  const broken = { migrations: ['2_second'], sql: 'DROP TABLE two; DROP TABLE missing;' }
  await expect(reverseMigrations(broken, place)).rejects.toThrow('"missing" does not exist')
  expect(await exists('two')).toBe(true)
  expect(await appliedOf(['2_second'], place)).toEqual(['2_second'])

  const reversal = { migrations: ['2_second'], sql: 'DROP TABLE two; DROP TYPE three;\n-- and no more' }
  expect(await reverseMigrations(reversal, place)).toEqual(['2_second'])
  expect(await exists('two')).toBe(false)
  expect(await exists('one')).toBe(true)
  expect(await reverseMigrations(reversal, place)).toEqual([])

  // Applied again, as if it had never been there.
  expect(await withDatabase((connection) => migrate(connection, { migrations }))).toEqual(['2_second'])
})
