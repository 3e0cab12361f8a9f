import { expect, test } from 'vitest'
import { boolean, choice, date, integer, optional, text } from '../fields.ts'
import { inputOf, isFiltered, readQuery } from './list-query.ts'

const definition = {
  fields: {
    title: text(),
    kind: choice({ names: { a: 'A', b: 'B' } }),
    pinned: boolean(),
    rank: optional(integer()),
    dueOn: optional(date()),
  },
  filters: ['kind', 'pinned'],
  ranges: ['rank', 'dueOn'],
  sorts: ['title'],
  hasSearch: true,
}
const read = (query: string) => readQuery(new URLSearchParams(query), definition)
const input = (query: string) => inputOf(read(query), definition)

test('a query is what the list takes', () => {
  expect(input('kind=b&pinned=false&rankMin=3&dueOnMax=2026-02-03&q=%20word&sort=-title')).toEqual({
    kind: 'b',
    pinned: false,
    rankMin: 3,
    dueOnMax: '2026-02-03',
    q: 'word',
    sort: '-title',
  })
})

test('what the list does not take is ignored', () => {
  expect(input('kind=c&rankMin=many&title=x&sort=rank&limit=9&dueOnMin=2026')).toEqual({ sort: '-createdAt' })
  expect(readQuery(new URLSearchParams('q=word'), { ...definition, hasSearch: false })).toEqual({})
})

test('an order is no filter', () => {
  expect(isFiltered(read('sort=title'))).toBe(false)
  expect(isFiltered(read('rankMax=4'))).toBe(true)
})
