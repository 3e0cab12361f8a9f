import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase, testPoolerUrl } from '../testing/testing.ts'
import { createNotes, type Notes } from './notes.fixture.ts'
import type { QueryObserver } from './observer.ts'

let db: TestDatabase
let notes: Notes
beforeAll(async () => {
  db = await createTestDb({ isSharded: false })
  notes = await createNotes(db)
})
afterAll(() => db.close())

/** Notes who called each query, and for whom several were sent together. */
function observe() {
  const current = new AsyncLocalStorage<string>()
  const queries: { caller: string | undefined; text: string }[] = []
  const together: unknown[][] = []
  const observer: QueryObserver = {
    caller: () => current.getStore(),
    query: (query, send) => {
      queries.push({ caller: current.getStore(), text: query.text })
      return send()
    },
    together: (callers, send) => {
      together.push([...callers])
      return current.run(callers.join('+'), send)
    },
  }
  onTestFinished(db.observe(observer))
  // Prisma sends a query when it is awaited, and not before.
  const by = <T>(caller: string, work: () => Promise<T>) => current.run(caller, async () => await work())
  return { queries, together, by }
}

const GET = {
  name: 'get_number',
  text: 'SELECT $1::int AS number',
  many: {
    name: 'get_numbers',
    text: 'SELECT place::int AS _place, n AS number FROM unnest($1::int[]) WITH ORDINALITY AS asked (n, place)',
    types: ['int'],
  },
}

/** What is sent for a query of its own: behind a pooler a transaction. */
const alone = (text: string) => (testPoolerUrl ? ['BEGIN', text, 'COMMIT'] : [text])

test('a query of Prisma, one of a transaction and one of our own are seen where they were called', async () => {
  const { queries, by } = observe()
  await by('ada', () => db.client.user.count())
  await by('bob', () => db.client.$transaction(async (tx) => createTestUser(tx)))
  await by('eve', () => db.run({ name: '', text: 'SELECT 1' }, []))
  const texts = (caller: string) => queries.filter((query) => query.caller === caller).map(({ text }) => text)
  expect(texts('ada')).toEqual(alone(expect.stringContaining('SELECT COUNT')))
  expect(texts('bob')).toEqual(['BEGIN', expect.stringContaining('INSERT INTO'), 'COMMIT'])
  expect(texts('eve')).toEqual(alone('SELECT 1'))
})

test('gathered reads are one query, which is sent for all who called them', async () => {
  const { queries, together, by } = observe()
  const rows = ['ada', 'bob'].map((caller, i) => by(caller, () => db.run(GET, [i])))
  expect(await Promise.all(rows)).toMatchObject([[{ number: 0 }], [{ number: 1 }]])
  expect(together).toEqual([['ada', 'bob']])
  expect(queries).toEqual(alone(GET.many.text).map((text) => ({ caller: 'ada+bob', text })))
})

test('a group commit is sent for all whose writes it holds, whoever began it', async () => {
  const { queries, together, by } = observe()
  const write = (caller: string, id: number) => by(caller, () => notes.insert(id, { owner: caller }))
  await Promise.all(['ada', 'bob', 'eve'].map((caller, i) => write(caller, i)))
  // The first had nobody to wait for, and the others waited for it.
  expect(together).toEqual([['ada'], ['bob', 'eve']])
  const inserts = queries.filter(({ text }) => text.startsWith('INSERT'))
  expect(inserts.map(({ caller }) => caller)).toEqual(['ada', 'bob+eve', 'bob+eve'])
})

test('two observers each see what is theirs', async () => {
  const [one, two] = [observe(), observe()]
  const read = (n: number) =>
    one.by(`one ${n}`, () => two.by(`two ${n}`, () => db.run<{ number: number }>(GET, [n])))
  await Promise.all([read(1), read(2)])
  expect(one.together).toEqual([['one 1', 'one 2']])
  expect(two.together).toEqual([['two 1', 'two 2']])
  const callersOf = ({ queries }: typeof one) => new Set(queries.map(({ caller }) => caller))
  expect([one, two].map(callersOf)).toEqual([new Set(['one 1+one 2']), new Set(['two 1+two 2'])])
})

test('an observer that has left sees nothing more', async () => {
  const seen: string[] = []
  const leave = db.observe({
    caller: () => undefined,
    query: (query, send) => {
      seen.push(query.text)
      return send()
    },
    together: (_callers, send) => send(),
  })
  await db.run({ name: '', text: 'SELECT 2' }, [])
  leave()
  await db.run({ name: '', text: 'SELECT 3' }, [])
  expect(seen).toEqual(alone('SELECT 2'))
})
