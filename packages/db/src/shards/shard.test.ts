import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { createDb } from '../create-db.ts'
import { type Connection, openServer } from '../engine/connection.ts'
import { hasShards } from '../engine/sharded.ts'
import { tables } from '../tables.ts'
import { openTestCitus, type TestCluster } from '../testing/test-citus.ts'
import { openTestServer } from '../testing/test-server.ts'
import { testCitusUrl, testServerUrl } from '../testing/testing.ts'
import { fillFrom, readCopy } from '../transfer/copy.fixture.ts'
import { checkShards, recoveryProblems } from './check.ts'
import { runOnShards } from './migrate-shards.ts'
import { shardDatabase, unshardDatabase } from './shard.ts'
import { tablesByUser } from './user-tables.ts'

test('the embedded database is refused, and told where to go', async () => {
  for (const command of [shardDatabase, unshardDatabase, checkShards])
    await expect(command({ dataDir: '.data' })).rejects.toThrow('the embedded database cannot be sharded')
})

test.each([
  { isAllowed: true, intervalMs: 60_000, problems: [] },
  { isAllowed: false, intervalMs: 5_000, problems: [] },
  {
    isAllowed: false,
    intervalMs: 60_000,
    problems: [expect.stringContaining('by itself only every 60 s: grant')],
  },
  { isAllowed: false, intervalMs: -1, problems: [expect.stringContaining('by itself never: grant')] },
])(
  'a role that may settle what was prepared: $isAllowed, Citus after $intervalMs ms',
  ({ problems, ...found }) => {
    expect(recoveryProblems({ role: 'ada', ...found })).toEqual(problems)
  },
)

describe.runIf(testServerUrl && !testCitusUrl)(
  'a PostgreSQL without Citus (skipped: TEST_DATABASE_URL is not set)',
  () => {
    test('is refused, and nothing is changed', async () => {
      const { url, location, close } = await openTestServer(testServerUrl ?? '')
      const place = { url, dataDir: '' }
      await expect(shardDatabase(place)).rejects.toThrow(
        `${location} is a PostgreSQL without Citus: run CREATE EXTENSION`,
      )
      await expect(unshardDatabase(place)).rejects.toThrow(`${location} is not sharded`)
      expect(await checkShards(place)).toMatchObject({ location, isSharded: false, problems: [] })
      await close()
    })
  },
)

let cluster: TestCluster | undefined
afterEach(async () => {
  await cluster?.close()
  cluster = undefined
})

async function opened(options?: { isSharded: boolean }) {
  cluster = await openTestCitus(testCitusUrl ?? '', options)
  return { ...cluster, place: { url: cluster.url, dataDir: '' } }
}

const [user, project, task, gone] = Array.from({ length: 4 }, () => randomUUID())
/** Rows in every table that is sharded, and two users, so that not all are on one shard. */
const ROWS = `
  INSERT INTO users (id, email, name, password_hash) VALUES ('${user}', 'ada@example.com', 'Ada', '-');
  INSERT INTO users (id, email, name, password_hash)
    SELECT gen_random_uuid(), n || '@example.com', 'Bob', '-' FROM generate_series(1, 20) AS n;
  INSERT INTO projects (user_id, id, name) VALUES ('${user}', '${project}', 'Straße "{a,b}" \\ NULL');
  INSERT INTO tasks (user_id, id, title, tags, due_at, reminder, project_id) VALUES
    ('${user}', '${task}', E'a\\nb', '{"x y",NULL_}', now() + interval '1 year', 60, '${project}'),
    ('${user}', '${gone}', '日本語', '{}', NULL, NULL, NULL);
  INSERT INTO tasks (user_id, id, title, due_on) SELECT id, gen_random_uuid(), 'b', '2030-02-01' FROM users;
  INSERT INTO comments (user_id, task_id, id, body) VALUES ('${user}', '${gone}', '${randomUUID()}', 'c');
  INSERT INTO files (user_id, task_id, id, name, media_type, size, sha256) SELECT '${user}', '${task}', gen_random_uuid(),
    'a.txt', 'text/plain', 7, '${'a'.repeat(64)}' FROM generate_series(1, 2);
  DELETE FROM files WHERE (user_id, id) IN (SELECT user_id, id FROM files LIMIT 1);
  DELETE FROM tasks WHERE id = '${gone}';
  INSERT INTO idempotency_keys (user_id, key, fingerprint, answer) VALUES ('${user}', 'b', '\\x01', '\\x');`

/** Uses the database as a process that ends. */
async function connected<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = openServer(url)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

async function withRows() {
  const found = await opened({ isSharded: false })
  const before = await connected(found.url, async (connection) => {
    await connection.pool.query(ROWS)
    return readCopy(connection)
  })
  return { ...found, before }
}

async function readKeys({ pool }: Connection): Promise<object[]> {
  const { rows } = await pool.query<object>(
    `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1`,
  )
  return rows
}

async function inDatabase<T>(
  url: string,
  work: (database: Awaited<ReturnType<typeof createDb>>) => Promise<T>,
) {
  const database = await createDb(url)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

describe.runIf(testCitusUrl)('on Citus (skipped: TEST_CITUS_URL is not set)', () => {
  test('every row arrives on its shard, is written there, and comes back', async () => {
    const { place, before } = await withRows()
    const { tables } = await shardDatabase(place, { shardCount: 4 })
    expect(tables.filter(({ table, rows }) => rows === 0 && tablesByUser().includes(table))).toEqual([])
    expect(await checkShards(place)).toMatchObject({ isSharded: true, problems: [] })
    expect(await shardDatabase(place)).toMatchObject({ tables: [] })

    const version = await inDatabase(place.url, async ({ client }) => {
      await client.$executeRaw`UPDATE tasks SET title = 'on its shard' WHERE user_id = ${user}::uuid AND id = ${task}::uuid`
      await client.$executeRaw`DELETE FROM projects WHERE user_id = ${user}::uuid AND id = ${project}::uuid`
      return client.task.findUnique({
        where: { userId_id: { userId: user ?? '', id: task ?? '' } },
        select: { title: true, version: true, projectId: true },
      })
    })
    expect(version).toEqual({ title: 'on its shard', version: 3, projectId: null })

    await unshardDatabase(place)
    expect(await checkShards(place)).toMatchObject({ isSharded: false })
    await inDatabase(place.url, async ({ client }) => {
      const [row] = await client.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM tasks`
      expect(row?.count).toBe(before.rows.find(({ table }) => table.name === 'tasks')?.rows.length)
      await client.user.delete({ where: { id: user ?? '' }, select: { id: true } })
      expect(await client.comment.count()).toBe(0)
    })
  })

  test('what is sharded and brought back is what it was', async () => {
    const { place, before } = await withRows()
    await shardDatabase(place, { shardCount: 4 })
    await unshardDatabase(place)
    await inDatabase(place.url, async ({ client }) => {
      const [keys] = await client.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_constraint WHERE contype = 'f' AND confrelid = 'revisions'::regclass
          AND pg_get_constraintdef(oid) LIKE '%ON UPDATE CASCADE ON DELETE CASCADE'`
      expect(keys?.count).toBe(tablesByUser().length - 2)
    })
    expect(await connected(place.url, (again) => readCopy(again))).toEqual(before)
  })

  test('an import fills the shards, and what is brought back then is what an import makes elsewhere', async () => {
    const { place, before } = await withRows()
    const expected = await connected(place.url, readKeys)
    await cluster?.close()
    const target = await opened()
    await connected(target.url, (connection) => fillFrom(before, connection))
    expect(await checkShards(target.place)).toMatchObject({ isSharded: true, problems: [] })
    expect(await connected(target.url, (connection) => readCopy(connection))).toEqual(before)
    await expect(connected(target.url, (connection) => fillFrom(before, connection))).rejects.toThrow(
      'is not empty',
    )
    await unshardDatabase(target.place)
    expect(await connected(target.url, readKeys)).toEqual(expected)
  })

  test('an import that fails leaves the shards empty', async () => {
    const { before } = await withRows()
    await cluster?.close()
    const target = await opened()
    const empty = await connected(target.url, (connection) => readCopy(connection))
    const broken = before.rows.map((one) => (one.table.name === 'revisions' ? { ...one, rows: [] } : one))
    const filling = connected(target.url, (connection) => fillFrom({ ...before, rows: broken }, connection))
    await expect(filling).rejects.toThrow('violates foreign key constraint')
    expect(await connected(target.url, (connection) => readCopy(connection))).toEqual(empty)
    expect(await checkShards(target.place)).toMatchObject({ isSharded: true, problems: [] })
  })

  test('a role that may not settle what a lost worker has prepared is told so, until it is granted', async () => {
    const { url, pool } = await opened()
    const role = `tandem_${randomUUID().slice(0, 8)}`
    const place = { url: Object.assign(new URL(url), { username: role, password: role }).href, dataDir: '' }
    const settling = 'recover_prepared_transactions()'
    const call = () => connected(place.url, (connection) => connection.pool.query(`SELECT ${settling}`))
    const refusal = expect.stringContaining(`${role} may not call recover_prepared_transactions`)
    await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'; GRANT pg_read_all_data TO ${role}`)
    try {
      expect((await checkShards(place)).problems).toContainEqual(refusal)
      await expect(call()).rejects.toThrow('permission denied for function recover_prepared_transactions')
      await pool.query(`GRANT EXECUTE ON FUNCTION ${settling} TO ${role}`)
      expect((await checkShards(place)).problems).not.toContainEqual(refusal)
      expect((await call()).rowCount).toBe(1)
    } finally {
      await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })

  test('servers that use it, and a user without a counter, are refused, and nothing is changed', async () => {
    const { place } = await withRows()
    await connected(place.url, async ({ pool }) => {
      await pool.query('ALTER TABLE revisions DISABLE TRIGGER ALL')
      await pool.query(`DELETE FROM revisions WHERE user_id <> '${user}'`)
      const refusal = 'servers use the database, with 1 sessions: stop them first'
      await expect(shardDatabase(place)).rejects.toThrow(refusal)
    })
    await expect(shardDatabase(place)).rejects.toThrow('20 users have no counter')
    expect(await checkShards(place)).toMatchObject({ isSharded: false })
  })

  test('a migration with rows of users that refer to rows of nobody is refused whole', async () => {
    const shops = { name: 'shops', key: ['id'], unique: {}, references: {}, columns: {} }
    const reference = { fields: ['shopId'], table: 'shops', one: 'shop', isRestricting: false }
    const orders = {
      ...shops,
      name: 'orders',
      key: ['userId', 'id'],
      references: { orders_shop_id_fkey: reference },
    }
    const { unhurried } = await opened()
    await unhurried(async (session) => {
      const migration = runOnShards(
        session,
        `CREATE TABLE "shops" ("id" UUID PRIMARY KEY);
         CREATE TABLE "orders" ("user_id" UUID, "id" UUID, "shop_id" UUID, PRIMARY KEY ("user_id", "id"));
         ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE;
         ALTER TABLE "orders" ADD CONSTRAINT "orders_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id")`,
        [...Object.values(tables), shops, orders],
      )
      await expect(migration).rejects.toThrow('orders refers to revisions, which is sharded by user')
      expect((await session.query(`SELECT to_regclass('shops') AS shops`)).rows).toEqual([{ shops: null }])
    })
  })

  test('a table that a later migration makes is distributed, with its keys', async () => {
    const connection = await opened()
    await connection.unhurried(async (session) => {
      await session.query('DROP TABLE idempotency_keys')
      await runOnShards(
        session,
        `CREATE TABLE "idempotency_keys" ("user_id" UUID NOT NULL, "key" TEXT NOT NULL, CONSTRAINT "k" PRIMARY KEY ("user_id", "key"));
         CREATE INDEX "i" ON "idempotency_keys" ("key"); -- later; or not
         CREATE FUNCTION "shout"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."key" := upper(NEW."key"); RETURN NEW; END $$;
         CREATE TRIGGER "shout" BEFORE INSERT ON "idempotency_keys" FOR EACH ROW EXECUTE FUNCTION "shout"();
         ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_fkey" FOREIGN KEY ("user_id")
           REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;`,
      )
      await expect(
        runOnShards(session, 'CREATE TABLE "half" (id int); SELECT nothing_like_it()'),
      ).rejects.toThrow('nothing_like_it')
      expect((await session.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }])
    })
    const { cluster: state } = await checkShards(connection.place)
    expect(state.kinds.get('idempotency_keys')).toBe('sharded')
    await connection.pool.query(ROWS.slice(0, ROWS.indexOf('INSERT INTO idempotency_keys')))
    await connection.pool.query(`INSERT INTO idempotency_keys VALUES ('${user}', 'a')`)
    expect((await connection.pool.query('SELECT key FROM idempotency_keys')).rows).toEqual([{ key: 'A' }])
    expect(await hasShards(connection)).toBe(true)
  })
})
