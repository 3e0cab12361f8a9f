import { beforeAll, expect, test } from 'vitest'
import { testApi } from '../../testing/test-api.ts'
import { callsOf, listCallOf } from '../calls.ts'
import { Values } from '../statement.ts'
import { createStore } from '../store.ts'
import { BOOK_STATES, book, bookTable, createBooks } from '../testing/books.ts'
import { filtersOf } from './filters.ts'
import { createList } from './list.ts'

const filters = filtersOf(bookTable, {
  equalTo: ['title', 'pages', 'price', 'publishedOn', 'soldAt', 'inPrint', 'state', 'id'],
  between: ['pages', 'price', 'publishedOn', 'soldAt'],
  search: ['title', 'isbn'],
})
const list = listCallOf(createList(bookTable, { filters }))
type Query = Partial<Parameters<typeof list>[1]>

let world: Awaited<ReturnType<typeof testApi>>
let first: { id: string }
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
  const { create } = callsOf(createStore(bookTable))
  const books = [
    { pages: 1, price: '0.5', publishedOn: '0001-01-01', soldAt: '2026-06-15T12:00:00Z', inPrint: true },
    { pages: 2, price: '10', publishedOn: '2024-02-29', soldAt: '2026-06-15T12:00:00.001Z' },
    { pages: 2, price: '9.999', publishedOn: '9999-12-31', isbn: '100% a_b\\c' },
    {},
  ]
  const made = []
  for (const [i, fields] of books.entries()) {
    const state = BOOK_STATES[i]
    made.push(await create(world.ctx, { ...book(`${i}`), ...(state && { state }), ...fields }))
  }
  first = made[0] as { id: string }
  for (const title of ['Straße nach ΟΔΟΣ', 'МОСКВА Moscow', 'Cafe\u0301 É', '\u212Aelvin'])
    await create(world.ctx, { ...book(title), state: 'true' })
})

const sort = [{ field: 'createdAt' as const, direction: 'asc' as const }]
async function titles(query: Query): Promise<string[]> {
  return (await list(world.ctx, { sort, limit: 100, ...query })).data.map(({ title }) => title)
}

test.each<[Query, string[]]>([
  [{ pages: 2 }, ['1', '2']],
  [{ pages: [1, 2], inPrint: [false] }, ['1', '2']],
  [{ price: ['10.000', '0.50'] }, ['0', '1']],
  [{ publishedOn: ['2024-02-29', '0001-01-01'] }, ['0', '1']],
  [{ soldAt: new Date('2026-06-15T14:00:00+02:00') }, ['0']],
  [{ soldAt: ['2026-06-15T12:00:00.001Z', new Date(0)] }, ['1']],
  [{ state: '3d' }, ['1']],
  [{ state: [`it's "so", {now}`, 'In progress'] }, ['0', '3']],
  [{ inPrint: true, state: ['In progress', '3d'] }, ['0']],
])('%j: the rows that are equal to one of the values', async (query, expected) => {
  expect(await titles(query)).toEqual(expected)
})

test('rows are filtered by an id', async () => {
  expect(await titles({ id: first.id })).toEqual(['0'])
})

test.each<[Query, string[]]>([
  [{ pagesMin: 2 }, ['1', '2']],
  [{ pagesMax: 1 }, ['0']],
  [{ pagesMin: 1, pagesMax: 1 }, ['0']],
  [{ pagesMin: 2, pagesMax: 1 }, []],
  [{ priceMin: '9.999', priceMax: '10' }, ['1', '2']],
  [{ priceMin: '9.9991' }, ['1']],
  [{ publishedOnMin: '0001-01-01', publishedOnMax: '2024-02-29' }, ['0', '1']],
  [{ publishedOnMin: '2024-03-01' }, ['2']],
  [{ soldAtMax: new Date('2026-06-15T12:00:00Z') }, ['0']],
  [{ soldAtMin: '2026-06-15T12:00:00.001Z', pages: 2 }, ['1']],
])('%j: the rows from the least value to the greatest, both included', async (query, expected) => {
  expect(await titles(query)).toEqual(expected)
})

test.each([
  ['STRASSE', 'Straße nach ΟΔΟΣ'],
  ['οδος', 'Straße nach ΟΔΟΣ'],
  ['москва MOS', 'МОСКВА Moscow'],
  ['caf\u00e9', 'Cafe\u0301 É'],
  ['é', 'Cafe\u0301 É'],
  ['kelvin', '\u212Aelvin'],
  ['0% A_B\\', '2'],
])('%s is found without regard to case, in any language', async (q, title) => {
  expect(await titles({ q })).toEqual([title])
})

test('all words must be there, in one searchable field or another, and none of them is a pattern', async () => {
  expect(await titles({ q: '2 100%' })).toEqual(['2'])
  expect(await titles({ q: '3 100%' })).toEqual([])
  expect(await titles({ q: '0_' })).toEqual([])
  expect(await titles({ q: ' ' })).toHaveLength(8)
})

test('each filter has a name from a fixed set, whatever its values, and a search has none', () => {
  const few = filtersOf(bookTable, { equalTo: ['pages'], between: ['pages', 'price'], search: ['title'] })
  const names = (query: Parameters<typeof few>[1]) =>
    few(new Values(bookTable), query).map(({ name }) => name)
  expect(names({ pages: 1 })).toEqual(['pages'])
  expect(names({ pages: [1, 2], pagesMin: 1 })).toEqual(['pages', 'pages-min'])
  expect(names({ priceMax: '1' })).toEqual(['price-max'])
  expect(names({ priceMin: '0', priceMax: '1' })).toEqual(['price-min-max'])
  expect(names({ q: 'a b' })).toEqual([undefined, undefined])
})

test('filters have no names where they would be hundreds with all the sorts', () => {
  const sortable = Array<'title'>(100).fill('title')
  const many = filtersOf({ ...bookTable, sortable }, { equalTo: ['pages', 'price'] })
  expect(many(new Values(bookTable), { pages: 1 })).toEqual([{ text: 'pages = ANY($1::int[])' }])
})
