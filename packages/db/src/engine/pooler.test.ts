import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createDb } from '../create-db.ts'
import { failureKind } from '../errors.ts'
import type { Statement } from '../statements/statement.ts'
import {
  createTestDb,
  createTestUser,
  hasPooler,
  startPooler,
  type TestDatabase,
  testCitusUrl,
  testServerUrl,
} from '../testing/testing.ts'

describe.runIf(testServerUrl && hasPooler)('behind PgBouncer in transaction mode', () => {
  let served: TestDatabase
  let directUrl: string
  let pooler: Awaited<ReturnType<typeof startPooler>>
  let url: string
  beforeAll(async () => {
    served = await createTestDb()
    directUrl = served.url ?? ''
    // Fewer sessions than the pool has connections, so that they are shared.
    pooler = await startPooler(directUrl, { default_pool_size: 3 })
    url = pooler.urlOf(directUrl)
  })
  afterAll(async () => {
    await pooler.stop()
    await served.close()
  })

  async function open(more: { url?: string; maxConnections?: number } = {}) {
    const database = await createDb(more.url ?? url, { directUrl, ...more })
    onTestFinished(() => database.close())
    return database
  }

  async function poolerWith(settings: Record<string, string | number>) {
    const other = await startPooler(directUrl, settings)
    onTestFinished(() => other.stop())
    return other.urlOf(directUrl)
  }

  describe('a start is refused with a line', () => {
    const wants =
      /^DATABASE_URL leads to a connection pooler \(127.0.0.1:\d+\/\w+\): set DIRECT_DATABASE_URL.*$/

    test('without a direct URL', async () => {
      await expect(createDb(url)).rejects.toThrow(wants)
    })

    test('without a direct URL, where the pooler ignores the settings that it cannot keep', async () => {
      const ignoring = await poolerWith({ ignore_startup_parameters: 'options' })
      await expect(createDb(ignoring)).rejects.toThrow(wants)
    })

    test('with a direct URL that is no such', async () => {
      await expect(createDb(url, { directUrl: url })).rejects.toThrow(
        /^DIRECT_DATABASE_URL \(.*\) leads to a connection pooler too$/,
      )
    })

    test('with a direct URL of another database', async () => {
      const other = Object.assign(new URL(directUrl), { pathname: '/postgres' }).href
      await expect(createDb(url, { directUrl: other })).rejects.toThrow(
        /^DIRECT_DATABASE_URL \(.*\/postgres\) leads to another database than DATABASE_URL/,
      )
    })

    test('with a direct URL that leads nowhere, without its password', async () => {
      const nowhere = 'postgresql://someone:s3cret@127.0.0.1:1/nothing'
      const error = await createDb(url, { directUrl: nowhere }).catch(String)
      expect(error).toMatch(/^Error: DIRECT_DATABASE_URL \(127.0.0.1:1\/nothing\) cannot be used: .*REFUSED/)
      expect(error).not.toContain('s3cret')
    })
  })

  describe('every statement has its settings, however it is sent', () => {
    const SETTINGS = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
      current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('TimeZone') AS zone,
      current_setting('DateStyle') AS style, current_setting('jit') AS jit`
    const common = {
      statement: '15s',
      idle: '30s',
      zone: 'UTC',
      style: expect.stringMatching(/^ISO/),
      jit: 'off',
    }
    const show: Statement = { name: 'show_settings', text: SETTINGS }

    test('and leaves none of them to others who use the session', async () => {
      const name = new URL(directUrl).pathname.slice(1)
      await served.client.$executeRawUnsafe(`ALTER DATABASE ${name} SET timezone TO 'Asia/Kathmandu'`)
      const other = await poolerWith({ default_pool_size: 1 })
      const db = await open({ url: other })
      const alone = [
        await db.run(show, []),
        await db.client.$queryRawUnsafe(SETTINGS),
        await db.client.$transaction((tx) => tx.$queryRawUnsafe(SETTINGS)),
        await db.client.$transaction((tx) => tx.$queryRawUnsafe(SETTINGS), {
          isolationLevel: 'RepeatableRead',
        }),
      ]
      expect(alone).toEqual(Array(4).fill([{ ...common, lock: '5s' }]))
      // A group has its own limit for locks. There are none where the database is sharded.
      const lock = testCitusUrl ? '5s' : '50ms'
      expect(await db.writesOf('ada')(show, [])).toEqual([{ ...common, lock }])

      const stranger = new pg.Client({ connectionString: other })
      await stranger.connect()
      const { rows } = await stranger.query(SETTINGS)
      await stranger.end()
      expect(rows).toEqual([expect.objectContaining({ statement: '0', zone: 'Asia/Kathmandu', jit: 'on' })])
      const prepared = await db.client.$queryRaw`SELECT name FROM pg_prepared_statements`
      expect(prepared).toEqual([])
    })

    test('and those that the URL asks for', async () => {
      const limited = await open({ url: `${url}?options=-c%20statement_timeout%3D100` })
      await expect(limited.client.$queryRaw`SELECT pg_sleep(10)::text`).rejects.toThrow(/statement timeout/)
      const sleep = { name: '', text: 'SELECT pg_sleep(10)::text' }
      await expect(limited.run(sleep, [])).rejects.toMatchObject({ code: '57014' })
    })
  })

  test('more connections than sessions read and write at once, with statements that have names', async () => {
    const db = await open({ maxConnections: 20 })
    const users = await Promise.all(Array.from({ length: 20 }, () => createTestUser(db.client)))
    const name: Statement<{ name: string }> = {
      name: 'name_of_user',
      text: 'SELECT name FROM users WHERE id = $1::uuid',
    }
    const rename: Statement<{ name: string }> = {
      name: 'rename_user',
      text: 'UPDATE users SET name = $2 WHERE id = $1::uuid RETURNING name',
    }
    const calls = users.flatMap(({ id }, i) =>
      Array.from({ length: 10 }, async (_, round) => {
        const to = `${i} ${round}`
        expect(await db.writesOf(id)(rename, [id, to])).toEqual([{ name: to }])
        expect(await db.run(name, [id])).toHaveLength(1)
        await db.client.$transaction(async (tx) => {
          await tx.user.update({ where: { id }, data: { name: to } })
          expect(await tx.$queryRawUnsafe(rename.text, id, to)).toEqual([{ name: to }])
        })
      }),
    )
    await Promise.all(calls)
  })

  test('a failed statement fails alone, and tells why', async () => {
    const db = await open({ maxConnections: 1 })
    const user = await createTestUser(db.client)
    const again = db.client.user.create({ data: { ...user, email: 'another@example.com' } })
    const wrong = db.run({ name: 'wrong', text: 'SELECT 1 / $1::int' }, [0])
    const right = db.run({ name: 'right', text: 'SELECT $1::int AS one' }, [1])
    const [first, second, third] = await Promise.allSettled([again, wrong, right])
    expect(first).toMatchObject({ reason: { code: 'P2002' } })
    expect(second).toMatchObject({ reason: { code: '22012' } })
    expect(third).toMatchObject({ value: [{ one: 1 }] })
  })

  test('notifications arrive, and a second database on the pooler finds nothing to migrate', async () => {
    const db = await open()
    const heard: string[] = []
    await db.listen('pooler', { onReady() {}, onMessage: (message) => void heard.push(message) })
    const other = await open()
    await other.run({ name: 'notify', text: 'SELECT pg_notify($1, $2)' }, ['pooler', 'hello'])
    await expect.poll(() => heard).toEqual(['hello'])
  })

  describe('what PgBouncer refuses is unavailable', () => {
    const kindOf = async (work: Promise<unknown>) => {
      const error = await work.then(() => undefined).catch((error: unknown) => error)
      return { kind: failureKind(error), text: String(error) }
    }

    test('where it has too many clients', async () => {
      const full = await poolerWith({ max_client_conn: 2 })
      const db = await createDb(full, { directUrl, migrate: false })
      onTestFinished(() => db.close())
      const holding = db.client.$transaction(async (tx) => {
        await tx.user.count()
        const calls = Array.from({ length: 3 }, () => kindOf(db.client.user.count()))
        return Promise.all([...calls, kindOf(db.run({ name: '', text: 'SELECT 1' }, [])), kindOf(db.ping())])
      })
      const kinds = (await holding).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind !== undefined)).not.toEqual([])
      expect(kinds).toEqual(kinds.map((kind) => kind && 'unavailable'))
    })

    test('where no session is free in time', async () => {
      const busy = await poolerWith({ default_pool_size: 1, query_wait_timeout: 1 })
      const db = await createDb(busy, { directUrl, migrate: false })
      onTestFinished(() => db.close())
      await db.client.$transaction(async (tx) => {
        await tx.user.count()
        const [one, two] = await Promise.all([
          kindOf(db.client.user.count()),
          kindOf(db.run({ name: '', text: 'SELECT 1' }, [])),
        ])
        expect([one.kind, two.kind]).toEqual(['unavailable', 'unavailable'])
        expect(two.text).toContain('query_wait_timeout')
      })
    })

    test('where it cannot reach the server', async () => {
      const lost = await startPooler('postgresql://postgres@127.0.0.1:1/none')
      onTestFinished(() => lost.stop())
      const db = await createDb(lost.urlOf(directUrl), { directUrl, migrate: false })
      onTestFinished(() => db.close())
      const kinds = await Promise.all([
        kindOf(db.client.user.count()),
        kindOf(db.ping()),
        kindOf(db.client.$transaction((tx) => tx.user.count())),
      ])
      expect(kinds.map(({ kind }) => kind)).toEqual(['unavailable', 'unavailable', 'unavailable'])
    })
  })
})
