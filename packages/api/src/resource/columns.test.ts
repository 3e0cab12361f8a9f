import { beforeAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { callsOf, listCallOf } from './calls.ts'
import { createList } from './list/list.ts'
import { createStore } from './store.ts'
import { BOOK_STATES, book, bookTable, createBooks } from './testing/books.ts'

const books = callsOf(createStore(bookTable))
const list = listCallOf(createList(bookTable))

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
})

const details = {
  list: [1, 'two', null, { three: [true] }],
  text: '"quotes", \\ and {braces}',
  // As an instant is in a row, under the name of a field that holds one.
  soldAt: '2026-06-15T12:00:00+00:00',
}
const full = {
  ...book('full'),
  pages: 2_147_483_647,
  price: '123456789.123',
  publishedOn: '0001-01-01',
  soldAt: new Date('2026-06-15T12:00:00.120Z'),
  inPrint: true,
  details,
}

const RUNS: [string, <T>(work: (ctx: typeof world.ctx) => Promise<T>) => Promise<T>][] = [
  ['the pool', (work) => work(world.ctx)],
  ['a commit with others', (work) => work({ ...world.ctx, run: world.services.writesOf('ada') })],
  ['a transaction', (work) => world.services.transact('any', (_tx, run) => work({ ...world.ctx, run }))],
]

describe.each(RUNS)('over %s', (_, within) => {
  test('a value of every type comes back from a write, a read and a list as it was', async () => {
    for (const state of BOOK_STATES) {
      const made = await within((ctx) => books.create(ctx, { ...full, state }))
      expect(made).toMatchObject({ ...full, state, soldAt: '2026-06-15T12:00:00.120Z' })
      expect(await within((ctx) => books.get(ctx, made))).toEqual(made)
      const sort = [{ field: 'createdAt' as const, direction: 'desc' as const }]
      const { data } = await within((ctx) => list(ctx, { sort, limit: 1 }))
      expect(data).toEqual([made])
    }
  })

  test.each([[[]], [[1, [2]]], ['text'], ['{"a":1}'], [0], [false], [{}], [{ a: null }]])(
    'JSON %j comes back as it was, and null is null',
    async (json) => {
      const { id } = await within((ctx) => books.create(ctx, { ...book('json'), details: json }))
      expect((await within((ctx) => books.get(ctx, { id }))).details).toEqual(json)
      expect((await within((ctx) => books.update(ctx, { id, details: null }))).details).toBeNull()
      expect((await within((ctx) => books.update(ctx, { id, details: json }))).details).toEqual(json)
    },
  )

  test('one decimal has one form', async () => {
    for (const [given, kept] of [
      ['1.500', '1.5'],
      ['10', '10'],
      ['-0', '0'],
      ['0.001', '0.001'],
    ]) {
      const made = await within((ctx) => books.create(ctx, { ...book('decimal'), price: given ?? null }))
      expect(made.price).toBe(kept)
    }
  })

  test('a computed field follows from the others, and an unchanged row keeps its version', async () => {
    const made = await within((ctx) => books.create(ctx, { ...book('computed'), pages: 9, price: '2' }))
    expect(made.worth).toBe('9')
    const { id } = made
    expect(await within((ctx) => books.update(ctx, { id, price: '2.00', title: 'computed' }))).toEqual(made)
    const changed = await within((ctx) => books.update(ctx, { id, price: '4' }))
    expect(changed).toMatchObject({ worth: '18', version: 2 })
    expect(await within((ctx) => books.update(ctx, { id, details: { a: 1 } }))).toMatchObject({ version: 3 })
    expect(await within((ctx) => books.update(ctx, { id, details: { a: 1 } }))).toMatchObject({ version: 3 })
  })
})

test('what cannot be computed is a mistake in the input', async () => {
  const { id } = await books.create(world.ctx, { ...book('a'), pages: 9, price: '2' })
  for (const call of [
    () => books.create(world.ctx, { ...book('b'), pages: 7, price: '1' }),
    () => books.update(world.ctx, { id, pages: 7 }),
    () => world.services.transact('any', (_tx, run) => books.update({ run }, { id, pages: 7 })),
  ])
    expect(await refusal(call())).toMatchObject({
      status: 422,
      message: 'worth cannot be computed from these values',
    })
})
