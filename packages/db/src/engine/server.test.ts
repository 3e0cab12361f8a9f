import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createDb } from '../create-db.ts'
import { migrate } from '../migrate/migrate.ts'
import { openUnmigrated } from '../migrate/unmigrated.fixture.ts'
import { createTestDb, createTestUser, type TestDatabase, testServerUrl } from '../testing/testing.ts'
import { openServer } from './connection.ts'

// What only a server can do. Everything else is tested on both engines.
describe.runIf(testServerUrl)('PostgreSQL', () => {
  let db: TestDatabase
  let url: string
  beforeAll(async () => {
    db = await createTestDb()
    url = db.url ?? ''
  })
  afterAll(() => db.close())

  test('a connection that is lost is made again', async () => {
    const admin = new pg.Client({ connectionString: testServerUrl })
    await admin.connect()
    const name = url.split('/').at(-1)
    const terminate = async (state: string) => {
      const { rowCount } = await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND state = $2',
        [name, state],
      )
      return rowCount ?? 0
    }
    await Promise.all([db.ping(), db.ping(), db.ping()])
    expect(await terminate('idle')).toBe(3)
    await vi.waitFor(() => db.ping())

    const inTransaction = db.client.$transaction(async (tx) => {
      await createTestUser(tx)
      expect(await terminate('idle in transaction')).toBe(1)
      await tx.user.count()
    })
    await expect(inTransaction).rejects.toThrow()
    // Asked for at once: Prisma starts a query only when somebody waits for it.
    const inQuery =
      expect(db.client.$queryRaw`SELECT pg_sleep(30)::text`).rejects.toThrow(/administrator command/)
    await vi.waitFor(async () => expect(await terminate('active')).toBe(1))
    await inQuery
    await admin.end()

    await vi.waitFor(() => db.ping())
    await Promise.all(Array.from({ length: 20 }, () => db.client.user.count()))
    expect(await db.client.user.count()).toBe(0)
  })

  test('a connection that is lost while nobody listens does not end the process', async () => {
    const connection = openServer(url, { maxConnections: 1 })
    const client = await connection.pool.connect()
    const [{ pid }] = (await client.query('SELECT pg_backend_pid() AS pid')).rows
    await db.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
    await expect.poll(() => client.query('SELECT 1').then(String, String)).toContain('not queryable')
    client.release()
    await connection.pool.query('SELECT 1')
    await connection.close()
  })

  test('a table that changes under a prepared statement is one error at most', async () => {
    const single = await createDb(url, { maxConnections: 1 })
    await db.client.$executeRaw`CREATE TABLE changing (id int)`
    const read = () => single.client.$queryRaw`SELECT * FROM changing`
    for (let i = 0; i < 3; i++) await read()
    await db.client.$executeRaw`ALTER TABLE changing ADD COLUMN name text`
    await expect(read()).rejects.toThrow(/cached plan/)
    expect(await read()).toEqual([])
    await single.close()
  })

  test('a server that goes away is an error while it is away, and no longer', async () => {
    const { hostname, port } = new URL(url)
    const sockets = new Set<Socket>()
    const proxy = createServer((socket) => {
      const upstream = connect(Number(port || 5432), hostname)
      for (const end of [socket, upstream]) sockets.add(end.on('error', () => {}))
      socket.pipe(upstream).pipe(socket)
    })
    const listen = (on = 0) => new Promise<void>((resolve) => proxy.listen(on, '127.0.0.1', resolve))
    const cut = async () => {
      const closed = new Promise((resolve) => proxy.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    }
    await listen()
    const address = proxy.address()
    if (address === null || typeof address === 'string') throw new Error('not a port')
    const through = Object.assign(new URL(url), { host: `127.0.0.1:${address.port}` }).href

    const other = await createDb(through)
    await other.client.user.count()
    await cut()
    await expect(other.client.user.count()).rejects.toThrow()
    await expect(other.ping()).rejects.toThrow()
    await listen(address.port)
    expect(await other.client.user.count()).toBeTypeOf('number')
    await other.close()
    await cut()
  })

  test('a server that is not there, or not wanted, is said without its password', async () => {
    const secret = 'postgresql://someone:s3cret@127.0.0.1:1/nothing'
    const error = await createDb(secret).catch((error: Error) => error)
    expect(String(error)).toContain('cannot reach the database at 127.0.0.1:1/nothing: connect ECONNREFUSED')
    expect(String(error)).not.toContain('s3cret')
    await expect(createDb('mysql://someone:s3cret@host/x')).rejects.toThrow(/^DATABASE_URL must start with/)
    await expect(createDb('postgresql://s3c:ret:x@[bad')).rejects.toThrow(/^DATABASE_URL is not a valid/)
    expect(db.location).toMatch(/^[\w.]+:\d+\/tandem_test_\w+$/)
  })

  test('statements that come again are prepared, and lists of every length do not add up', async () => {
    const single = await createDb(url, { maxConnections: 1 })
    const prepared = async () => {
      const [row] = await single.client.$queryRaw<
        [{ n: number }]
      >`SELECT count(*)::int AS n FROM pg_prepared_statements`
      return row.n
    }
    for (let i = 0; i < 3; i++) await single.client.user.findMany({ where: { name: 'nobody' } })
    await prepared()
    const before = await prepared()
    expect(before).toBeGreaterThan(0)
    for (let length = 1; length < 100; length++) {
      await single.client.user.findMany({ where: { id: { in: Array.from({ length }, () => randomUUID()) } } })
    }
    expect(await prepared()).toBeLessThanOrEqual(before + 1)
    await single.close()
  })

  test('a statement that takes for ever is ended', async () => {
    const impatient = await createDb(`${url}?options=-c%20statement_timeout%3D100`)
    await expect(impatient.client.$queryRaw`SELECT pg_sleep(10)::text`).rejects.toThrow(/statement timeout/)
    await impatient.close()
  })
})

describe.runIf(testServerUrl)('migrating PostgreSQL', () => {
  test('from four processes at once is done by one', async () => {
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
  }, 30_000)

  test('waits for another process that is in the middle of it', async () => {
    const connection = await openUnmigrated()
    await migrate(connection)
    await connection.pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
    const other = await connection.pool.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    const migrating = migrate(connection)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await other.query('UPDATE _prisma_migrations SET finished_at = now()')
    other.release(true)
    expect(await migrating).toEqual([])
    await connection.close()
  })

  test('while another process does so for too long is an error', async () => {
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
