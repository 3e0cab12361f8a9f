import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDb, type TestDatabase, testServerUrl } from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
  await db.run('CREATE TABLE notes (id int PRIMARY KEY, twin int UNIQUE DEFERRABLE INITIALLY DEFERRED)', [])
}, 60_000)
afterAll(() => db.close())

const INSERT =
  'INSERT INTO notes VALUES ($1::int, $2::int) RETURNING id, pg_current_xact_id()::text AS transaction'
type Inserted = { id: number; transaction: string }
/** Without a name, an owner of the test's own. */
const insert = (id: number, { owner = expect.getState().currentTestName ?? '', twin = id } = {}) =>
  db.writesOf(owner)<Inserted>(INSERT, [id, twin])
const transactionsOf = async (writes: Promise<Inserted[]>[]) =>
  (await Promise.all(writes)).flat().map(({ transaction }) => transaction)
const stored = async () =>
  (await db.run<{ id: number }>('SELECT id FROM notes ORDER BY id', [])).map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('what comes while others are under way shares one commit, whosever it is, and gets its own answer', async () => {
  const answers = (
    await Promise.all(range(1, 20).map((id) => insert(id, { owner: `owner ${id % 3}` })))
  ).flat()
  expect(answers.map(({ id }) => id)).toEqual(range(1, 20))
  const [first, second, ...others] = answers.map(({ transaction }) => transaction)
  expect(new Set(others).size).toBe(1)
  expect(new Set([first, second, others[0]]).size).toBe(3)
  expect(await stored()).toEqual(range(1, 20))
})

describe('those that take lists', () => {
  const LISTS = `
    INSERT INTO notes SELECT v1, v2 FROM unnest($1::int[], $2::int[]) AS given (v1, v2) ORDER BY v1 DESC
    RETURNING array_position($1::int[], id) AS place, id, pg_current_xact_id()::text AS transaction`
  const insertListed = (id: number, { owner = 'lists', row = `${id}` } = {}) =>
    db.writesOf(owner)<Inserted>(LISTS, [[id], [id]], row)
  /** How many rows each statement that inserted notes had. */
  const statements = async () =>
    (await db.run<{ count: number }>('DELETE FROM statements RETURNING count', [])).map(({ count }) => count)

  beforeAll(async () => {
    await db.run('CREATE TABLE statements (count int)', [])
    await db.run(
      `CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO statements SELECT count(*) FROM inserted; RETURN NULL; END $$`,
      [],
    )
    await db.run(
      `CREATE TRIGGER count_statement AFTER INSERT ON notes REFERENCING NEW TABLE AS inserted
       FOR EACH STATEMENT EXECUTE FUNCTION count_statement()`,
      [],
    )
  })
  afterAll(async () => {
    await db.run('DROP TRIGGER count_statement ON notes', [])
  })

  test('and come together are run as one, and each gets its own row', async () => {
    const writes = range(150, 157).map((id) => insertListed(id, { owner: `owner ${id % 3}` }))
    const answers = await Promise.all(writes)
    expect(answers.map(([row]) => row?.id)).toEqual(range(150, 157))
    expect(answers.every(({ length }) => length === 1)).toBe(true)
    // The first two do not wait for others.
    expect(await statements()).toEqual([1, 1, 6])
  })

  test('are not one with those for the same row, nor with others', async () => {
    const rows = ['a', 'b', 'c', 'd', 'c', 'd', 'd']
    const listed = rows.map((row, i) => insertListed(160 + i, { row }))
    const answers = await Promise.all([...listed, insert(167), insertListed(168, { row: 'e' })])
    expect(answers.flat().map(({ id }) => id)).toEqual(range(160, 168))
    expect((await statements()).sort()).toEqual([1, 1, 1, 2, 2, 2])
  })

  test('one that fails does not take the others of its statement with it', async () => {
    const ids = [171, 172, 173, 1, 174]
    const outcomes = await Promise.allSettled(ids.map((id, i) => insertListed(id, { owner: `lister ${i}` })))
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, true])
    expect(outcomes[3]).toMatchObject({ reason: { code: '23505' } })
    expect((await stored()).filter((id) => id > 170 && id < 180)).toEqual([171, 172, 173, 174])
  })

  test('and whoever failed writes apart, and nobody else who was in the same statement', async () => {
    await Promise.allSettled([
      insertListed(181),
      insertListed(182),
      insertListed(1, { owner: 'heavy-handed' }),
      insertListed(183),
    ])
    const [, , clumsy, ada, bob] = await transactionsOf([
      insertListed(184),
      insertListed(185),
      insertListed(186, { owner: 'heavy-handed' }),
      insertListed(187),
      insertListed(188),
    ])
    expect(ada).toBe(bob)
    expect(clumsy).not.toBe(ada)
  })
})

test('one after another, each is committed before it is answered', async () => {
  const transactions = new Set<string>()
  for (const id of range(101, 103)) {
    const [row] = await insert(id)
    transactions.add(row?.transaction ?? '')
    expect(await stored()).toContain(id)
  }
  expect(transactions.size).toBe(3)
})

test('one that fails does not take the others with it', async () => {
  const outcomes = await Promise.allSettled(
    [301, 302, 1, 303, 302].map((id, i) => insert(id, { owner: `writer ${i}` })),
  )
  const [a, b, taken, c, sameAsB] = outcomes.map(({ status }) => status)
  expect([a, taken, c]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  // Run by themselves they are run side by side: either may be the first.
  expect([b, sameAsB].sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes[2]).toMatchObject({ reason: { code: '23505' } })
  expect((await stored()).filter((id) => id > 300)).toEqual([301, 302, 303])
})

test('a statement that comes after one that fails, and was never prepared, can be run all the same', async () => {
  const sql = 'UPDATE notes SET twin = twin WHERE id = 302 RETURNING id'
  // Its second time is the first under a name.
  await db.run(sql, [])
  const update = db.writesOf('z')
  await Promise.allSettled([insert(304), insert(1, { owner: 'a' }), update(sql, [])])
  // On every connection there is.
  await Promise.all(range(1, 20).map(() => db.run(sql, [])))
})

test('whose write undid those of others writes apart from them, for a while', async () => {
  await Promise.allSettled([insert(351), insert(1, { owner: 'clumsy' }), insert(352)])
  const [, clumsy, ada, bob] = await transactionsOf([
    insert(353),
    insert(354, { owner: 'clumsy' }),
    insert(355, { owner: 'ada' }),
    insert(356, { owner: 'bob' }),
  ])
  expect(ada).toBe(bob)
  expect(clumsy).not.toBe(ada)
})

test('where the commit itself fails, only who made it fail is told so', async () => {
  const ids = [401, 402, 403, 404]
  const outcomes = await Promise.allSettled(ids.map((id) => insert(id, { twin: id === 404 ? 403 : id })))
  const done = ids.filter((_, i) => outcomes[i]?.status === 'fulfilled')
  expect(done).toHaveLength(3)
  expect(done.slice(0, 2)).toEqual([401, 402])
  expect((await stored()).filter((id) => id > 400)).toEqual(done)
  expect(await insert(405)).toHaveLength(1)
})

test('a statement that a group has prepared can fail by itself, and be run again', async () => {
  const sql = 'INSERT INTO notes VALUES ($1::int, $1::int) RETURNING id AS again'
  await db.run(sql, [551])
  const again = (id: number) => db.writesOf('again')(sql, [id])
  await Promise.all([insert(550), again(552), again(553)])
  await expect(db.run(sql, [551])).rejects.toMatchObject({ code: '23505' })
  expect(await db.run(sql, [554])).toEqual([{ again: 554 }])
})

test('one that fails does not take those with it that are on their way over its connection', async () => {
  const sql = 'INSERT INTO notes VALUES ($1::int, $1::int) RETURNING id AS other'
  // Its second time is the first under a name: the second group counts on what the first was to prepare.
  await db.run(sql, [561])
  const other = (owner: string, id: number) => db.writesOf(owner)(sql, [id])
  const outcomes = await Promise.allSettled([other('a', 561), other('b', 562), other('c', 563)])
  expect(outcomes[0]).toMatchObject({ reason: { code: '23505' } })
  expect(outcomes.slice(1)).toMatchObject([{ value: [{ other: 562 }] }, { value: [{ other: 563 }] }])
  expect((await stored()).filter((id) => id > 560 && id < 600)).toEqual([561, 562, 563])
})

test('one that cannot even be sent does not take the others with it', async () => {
  const loop: object[] = []
  loop.push({ loop })
  await insert(501, { twin: 0 })
  const raise = (owner: string, by: unknown) =>
    db.writesOf(owner)('UPDATE notes SET twin = twin + $1::int WHERE id = 501 RETURNING twin', [by])
  const outcomes = await Promise.allSettled([
    insert(502),
    raise('a', -1),
    raise('b', { loop }),
    raise('c', -1),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  // Once each, and not with the group and by themselves.
  expect(await raise('d', -1)).toEqual([{ twin: -3 }])
})

// PGlite has no sessions that could be ended.
test.runIf(testServerUrl)(
  'where the connection is lost, all are told, and nothing is tried again',
  async () => {
    const end = () => db.writesOf('ended')('SELECT pg_terminate_backend(pg_backend_pid())', [])
    const outcomes = await Promise.allSettled([insert(601), insert(602), insert(603), end(), insert(604)])
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled'],
      ...['rejected', 'rejected', 'rejected'],
    ])
    expect(outcomes[2]).toMatchObject({ reason: { code: '57P01' } })
    expect((await stored()).filter((id) => id > 600)).toEqual([601, 602])
  },
)

test.runIf(testServerUrl)(
  'where the connection is lost, so are those that are on their way over it behind',
  async () => {
    const end = () => db.writesOf('ended')('SELECT pg_terminate_backend(pg_backend_pid())', [])
    const outcomes = await Promise.allSettled([end(), insert(701), insert(702), insert(703)])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled'])
    expect(outcomes[0]).toMatchObject({ reason: { code: '57P01' } })
    expect((await stored()).filter((id) => id > 700)).toEqual([702, 703])
  },
)

test('more than fit into one commit go into several', async () => {
  const transactions = await transactionsOf(range(1001, 1120).map((id) => insert(id)))
  expect(new Set(transactions).size).toBe(5)
  expect((await stored()).filter((id) => id > 1000)).toEqual(range(1001, 1120))
})

test('writes without a pause do not keep the only connection from who waits for it', async () => {
  let written = 0
  let writtenBeforeReads = Number.POSITIVE_INFINITY
  const read = async () => {
    await Promise.all(range(1, 12).map(() => db.run('SELECT 1', [])))
    writtenBeforeReads = written
  }
  const write = async (writer: number) => {
    for (const id of range(10_000 * writer, 10_000 * writer + 300)) {
      await insert(id, { owner: `writer ${writer}` })
      if (++written === 40) void read()
    }
  }
  await Promise.all(range(1, 4).map(write))
  expect(writtenBeforeReads).toBeLessThan(400)
}, 30_000)

// PGlite has one connection, and so nobody who could hold a lock. The time is less than what the pool waits for one.
test.runIf(testServerUrl)(
  'one that waits for a lock keeps nobody else waiting',
  async () => {
    const holder = new pg.Client({ connectionString: db.url })
    await holder.connect()
    try {
      await holder.query('BEGIN')
      await holder.query('UPDATE notes SET twin = twin WHERE id = 1')
      let answered = 0
      const update = async (owner: string) => {
        await db.writesOf(owner)('UPDATE notes SET twin = twin WHERE id = 1', [])
        answered++
      }
      const heldUp = [update('the first')]
      heldUp.push(update('one of a group'))
      await Promise.all(range(2001, 2005).map((id) => insert(id)))
      heldUp.push(update('the first'), update('one of a group'))
      await Promise.all(range(2006, 2010).map((id) => insert(id)))
      expect(answered).toBe(0)
      await holder.query('COMMIT')
      await Promise.all(heldUp)
      expect(answered).toBe(4)
    } finally {
      await holder.end()
    }
  },
  4_000,
)
