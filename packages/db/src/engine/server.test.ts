import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createDb } from '../create-db.ts'
import { migrate } from '../migrate/migrate.ts'
import { openUnmigrated } from '../migrate/unmigrated.fixture.ts'
import {
  cable,
  createTestDb,
  createTestUser,
  type TestDatabase,
  testCitusUrl,
  testPoolerUrl,
  testServerUrl,
} from '../testing/testing.ts'
import { openServer } from './connection.ts'

// What PGlite does not have. Everything else is tested on both engines.
describe.runIf(testServerUrl)('PostgreSQL', () => {
  let db: TestDatabase
  let url: string
  beforeAll(async () => {
    db = await createTestDb()
    url = db.url ?? ''
  })
  afterAll(() => db.close())

  // The sessions behind a pooler are not ours.
  test.skipIf(testPoolerUrl)('a lost connection is replaced', async () => {
    const admin = new pg.Client({ connectionString: testServerUrl })
    await admin.connect()
    const name = url.split('/').at(-1)
    const terminate = async (state: string) => {
      const { rowCount } = await admin.query(
        // Citus has sessions of its own in the database.
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = $1 AND state = $2 AND application_name = 'tandem'`,
        [name, state],
      )
      return rowCount ?? 0
    }
    await Promise.all([db.ping(), db.ping(), db.ping()])
    // Where the database is sharded, a fourth reads where the shards are.
    expect(await terminate('idle')).toBe(testCitusUrl ? 4 : 3)
    await expect.poll(() => db.ping()).toBeUndefined()

    const inTransaction = db.client.$transaction(async (tx) => {
      await createTestUser(tx)
      expect(await terminate('idle in transaction')).toBe(1)
      await tx.user.count()
    })
    await expect(inTransaction).rejects.toThrow()
    // `rejects` at once: Prisma starts a query only when its promise is awaited.
    const inQuery =
      expect(db.client.$queryRaw`SELECT pg_sleep(30)::text`).rejects.toThrow(/administrator command/)
    await expect.poll(() => terminate('active')).toBe(1)
    await inQuery
    await admin.end()

    await expect.poll(() => db.ping()).toBeUndefined()
    await Promise.all(Array.from({ length: 20 }, () => db.client.user.count()))
    expect(await db.client.user.count()).toBe(0)
  })

  test('a connection that is lost between two queries does not end the process', async () => {
    const connection = openServer(url, { maxConnections: 1 })
    const client = await connection.pool.connect()
    const [{ pid }] = (await client.query('SELECT pg_backend_pid() AS pid')).rows
    await db.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
    await expect.poll(() => client.query('SELECT 1').then(String, String)).toContain('not queryable')
    client.release()
    expect((await connection.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await connection.close()
  })

  test('a prepared statement whose table has changed fails once at most on each connection', async () => {
    const single = await createDb(url, { maxConnections: 1 })
    await db.client.$executeRaw`CREATE TABLE changing (id int)`
    const read = () => single.run({ name: 'read_changing', text: 'SELECT * FROM changing' }, [])
    await read()
    await db.client.$executeRaw`ALTER TABLE changing ADD COLUMN name text`
    await expect(read()).rejects.toThrow(/cached plan/)
    expect(await read()).toEqual([])
    await single.close()
  })

  test('queries fail while the server cannot be reached, and work again afterwards', async () => {
    const way = await cable(url)
    const other = await createDb(way.url)
    onTestFinished(async () => {
      await other.close()
      way.close()
    })
    await other.client.user.count()
    way.cut()
    await expect(other.client.user.count()).rejects.toThrow()
    await expect(other.ping()).rejects.toThrow()
    way.mend()
    expect(await other.client.user.count()).toBeTypeOf('number')
  })

  test('the errors of a server that cannot be reached leave its password out', async () => {
    const secret = 'postgresql://someone:s3cret@127.0.0.1:1/nothing'
    const error = await createDb(secret).catch((error: Error) => error)
    expect(String(error)).toContain('cannot reach the database at 127.0.0.1:1/nothing: connect ECONNREFUSED')
    expect(String(error)).not.toContain('s3cret')
    await expect(createDb('mysql://someone:s3cret@host/x')).rejects.toThrow(/^DATABASE_URL must start with/)
    await expect(createDb('postgresql://s3c:ret:x@[bad')).rejects.toThrow(/^DATABASE_URL is not a valid/)
    expect(db.location).toMatch(/^[\w.]+:\d+\/tandem_test_\w+$/)
  })

  test('a statement that takes too long is ended', async () => {
    const limited = await createDb(`${url}?options=-c%20statement_timeout%3D100`)
    await expect(limited.client.$queryRaw`SELECT pg_sleep(10)::text`).rejects.toThrow(/statement timeout/)
    await limited.close()
  })
})

describe.runIf(testServerUrl)('migrating PostgreSQL', () => {
  test('from four processes at once happens once', async () => {
    const connection = await openUnmigrated()
    vi.stubEnv('DATABASE_URL', connection.url)
    const args = ['--import', 'tsx', path.join(import.meta.dirname, '../migrate/cli.ts')]
    const run = () => promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
    const outputs = await Promise.all([run(), run(), run(), run()])
    vi.unstubAllEnvs()
    expect(outputs.filter(({ stdout }) => stdout.includes('applied 20261121000000_init'))).toHaveLength(1)
    const { rows } = await connection.pool.query('SELECT migration_name FROM _prisma_migrations')
    expect(rows).toContainEqual({ migration_name: '20261121000000_init' })
    expect(new Set(rows.map(({ migration_name }) => migration_name)).size).toBe(rows.length)
    await connection.close()
  })

  test('waits for a migration under way in another process', async () => {
    const connection = await openUnmigrated()
    await migrate(connection)
    await connection.pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
    const other = await connection.pool.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    const migrating = migrate(connection)
    await expect.poll(() => waitingForLock(connection.pool)).toBe(1)
    await other.query('UPDATE _prisma_migrations SET finished_at = now()')
    other.release(true)
    expect(await migrating).toEqual([])
    await connection.close()
  })

  // The lock would stay with a session of the pooler.
  test.skipIf(testPoolerUrl)('fails while another process takes too long', async () => {
    const connection = await openUnmigrated()
    const holder = await connection.pool.connect()
    await holder.query('SELECT pg_advisory_lock(72707369)')
    const waiting = openServer(connection.url ?? '', { lockTimeout: 300 })
    const expected = `another process has been migrating ${waiting.location} for more than 0.3 s`
    await expect(migrate(waiting)).rejects.toThrow(expected)
    holder.release(true)
    expect(await migrate(waiting)).toContain('20261121000000_init')
    await waiting.close()
    await connection.close()
  })
})

/** How many sessions of the database wait for an advisory lock. */
async function waitingForLock(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM pg_locks JOIN pg_database d ON d.oid = database
     WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`,
  )
  return rows[0].count
}
