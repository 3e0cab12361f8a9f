import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDb, type TestDatabase, testServerUrl } from '../testing/testing.ts'
import { createNotes, type Notes, range, transactionsOf } from './notes.fixture.ts'

let db: TestDatabase
let notes: Notes
beforeAll(async () => {
  db = await createTestDb({ isSharded: false })
  notes = await createNotes(db)
  await notes.insert(1)
})
afterAll(() => db.close())

const statuses = (outcomes: PromiseSettledResult<unknown>[]) => outcomes.map(({ status }) => status)
const uniqueViolation = { reason: { code: '23505' } }

describe('a write that fails', () => {
  test('does not fail the others of its group', async () => {
    const ids = [301, 302, 1, 303, 302]
    const outcomes = await Promise.allSettled(ids.map((id, i) => notes.insert(id, { owner: `writer ${i}` })))
    const [a, b, taken, c, sameAsB] = statuses(outcomes)
    expect([a, taken, c]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    // Alone they run at the same time: either can be the first.
    expect([b, sameAsB].sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes[2]).toMatchObject(uniqueViolation)
    expect(await notes.stored(300, 349)).toEqual([301, 302, 303])
  })

  test('does not fail the others that were merged with it', async () => {
    const ids = [171, 172, 173, 1, 174]
    const outcomes = await Promise.allSettled(
      ids.map((id, i) => notes.insertMergeable(id, { owner: `merged ${i}` })),
    )
    expect(statuses(outcomes)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[3]).toMatchObject(uniqueViolation)
    expect(await notes.stored(170, 179)).toEqual([171, 172, 173, 174])
  })

  test.each(['insert', 'insertMergeable'] as const)(
    'puts its owner in quarantine, and no other owner: %s',
    async (insert) => {
      const from = insert === 'insert' ? 350 : 180
      const owner = `heavy-handed ${insert}`
      await Promise.allSettled([notes[insert](from), notes[insert](1, { owner }), notes[insert](from + 1)])
      const [, quarantined, ada, bob] = await transactionsOf([
        notes[insert](from + 2, { owner: 'the first' }),
        notes[insert](from + 3, { owner }),
        notes[insert](from + 4, { owner: 'ada' }),
        notes[insert](from + 5, { owner: 'bob' }),
      ])
      expect(ada).toBe(bob)
      expect(quarantined).not.toBe(ada)
    },
  )

  test('by what the commit checks is the only one rejected', async () => {
    const ids = [401, 402, 403, 404]
    const outcomes = await Promise.allSettled(
      ids.map((id) => notes.insert(id, { twin: id === 404 ? 403 : id })),
    )
    const done = ids.filter((_, i) => outcomes[i]?.status === 'fulfilled')
    expect(done).toHaveLength(3)
    expect(done.slice(0, 2)).toEqual([401, 402])
    expect(await notes.stored(400, 449)).toEqual(done)
    expect(await notes.insert(405)).toHaveLength(1)
  })

  test('because a value cannot be sent is no part of the group', async () => {
    const loop: object[] = []
    loop.push({ loop })
    await notes.insert(501, { twin: 0 })
    const raise = (owner: string, by: unknown) =>
      db.writesOf(owner)(
        {
          name: 'raise_note',
          text: 'UPDATE notes SET twin = twin + $1::int WHERE id = 501 RETURNING twin, pg_current_xact_id()::text AS transaction',
        },
        [by],
      )
    const outcomes = await Promise.allSettled([
      notes.insert(502),
      raise('a', -1),
      raise('b', { loop }),
      raise('c', -1),
    ])
    expect(statuses(outcomes)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    // Each ran once: not in the group and again alone.
    expect(await raise('d', -1)).toMatchObject([{ twin: -3 }])
  })
})

// PGlite has no sessions that could be ended.
describe.runIf(testServerUrl)('a session that ends', () => {
  const end = () =>
    db.writesOf('ended')({ name: '', text: 'SELECT pg_terminate_backend(pg_backend_pid())' }, [])

  test('rejects its group, of which nothing is tried again', async () => {
    const outcomes = await Promise.allSettled([
      ...[notes.insert(601), notes.insert(602), notes.insert(603)],
      ...[end(), notes.insert(604)],
    ])
    expect(statuses(outcomes)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected'])
    expect(outcomes[2]).toMatchObject({ reason: { code: '57P01' } })
    expect(await notes.stored(600, 649)).toEqual([601])
  })

  test('does not reject the next group', async () => {
    const outcomes = await Promise.allSettled([end(), notes.insert(701), notes.insert(702)])
    expect(statuses(outcomes)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(outcomes[0]).toMatchObject({ reason: { code: '57P01' } })
    expect(await notes.stored(700, 749)).toEqual([701, 702])
  })

  test('in COMMIT rejects its group, of which nothing is tried again', async () => {
    await notes.sql(
      `CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`,
    )
    await notes.sql(
      `CREATE CONSTRAINT TRIGGER end_session AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW WHEN (NEW.id = 801) EXECUTE FUNCTION end_session()`,
    )
    const outcomes = await Promise.allSettled([notes.insert(800), notes.insert(801), notes.insert(802)])
    expect(statuses(outcomes)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(outcomes[2]).toMatchObject({ reason: { code: '57P01' } })
    expect(await notes.stored(800, 849)).toEqual([800])
  })
})

// PGlite has one connection, so nobody else could hold a lock. The time limit is less than the session's lock timeout.
test.runIf(testServerUrl)(
  'a write that waits for a lock does not hold up others',
  async () => {
    const holder = new pg.Client({ connectionString: db.url })
    await holder.connect()
    try {
      await holder.query('BEGIN')
      await holder.query('UPDATE notes SET twin = twin WHERE id = 1')
      let answered = 0
      const update = async (owner: string) => {
        await db.writesOf(owner)({ name: '', text: 'UPDATE notes SET twin = twin WHERE id = 1' }, [])
        answered++
      }
      const heldUp = [update('the first')]
      heldUp.push(update('one of a group'))
      await Promise.all(range(2001, 2005).map((id) => notes.insert(id)))
      heldUp.push(update('the first'), update('one of a group'))
      await Promise.all(range(2006, 2010).map((id) => notes.insert(id)))
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
