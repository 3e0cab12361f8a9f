import { expect, test } from 'vitest'
import { mergeWrites } from './merge-writes.ts'
import type { ManyForm } from './statement.ts'
import { encodeValues } from './values.ts'

interface WriteOptions {
  values?: unknown[]
  types?: string[]
  many?: ManyForm | undefined
}

const form = (text: string, types = ['int', 'text']): ManyForm => ({
  name: `${text}s`,
  text: `many ${text}`,
  types,
  rowKey: 0,
})

function write(text: string, { values = [1, null], types, many = form(text, types) }: WriteOptions = {}) {
  const statement = { name: text, text, many }
  return { statement, values: encodeValues(statement, values), resolve() {}, reject() {}, caller: undefined }
}

const queries = (writes: ReturnType<typeof write>[]) =>
  mergeWrites(writes).map(({ query: { text, values } }) => [text, ...(values ?? [])])

test('writes of the same form for different rows become one query, with a list for each value', () => {
  const writes = [1, 2, 3].map((id) => write('a', { values: [id, id === 2 ? null : `the "${id}"`] }))
  expect(queries(writes)).toEqual([['many a', '{"1","2","3"}', '{"the \\"1\\"",NULL,"the \\"3\\""}']])
})

test('a single write is sent in its scalar form', () => {
  expect(queries([write('a', { values: [1, 'x'] })])).toEqual([['a', '1', 'x']])
})

test('writes of other forms, or for a row that is written already, stay apart and keep their order', () => {
  const writes = [
    write('a', { values: [1, 'first'] }),
    write('b', { values: [1, 'b'] }),
    write('a', { values: [1, 'second'] }),
    write('a', { values: [2, 'joins the second'] }),
    write('a', { values: [1, 'third'] }),
  ]
  expect(queries(writes)).toEqual([
    ['a', '1', 'first'],
    ['b', '1', 'b'],
    ['many a', '{"1","2"}', '{"second","joins the second"}'],
    ['a', '1', 'third'],
  ])
})

test('writes without a row key stay apart', () => {
  const unkeyed = { ...form('a'), rowKey: undefined }
  const writes = [1, 2].map((id) => write('a', { values: [id, 'x'], many: unkeyed }))
  expect(queries(writes)).toEqual([
    ['a', '1', 'x'],
    ['a', '2', 'x'],
  ])
})

test.each([
  'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
  '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
  'a0eebc999c0b4ef8bb6d6bb9bd380a11',
])('a UUID spelt %s is the same row', (spelling) => {
  const ids = ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', spelling]
  expect(mergeWrites(ids.map((id) => write('a', { values: [id], types: ['uuid'] })))).toHaveLength(2)
})

test('a query writes at most 100 rows', () => {
  const writes = Array.from({ length: 250 }, (_, id) => write('a', { values: [id, 'x'] }))
  expect(mergeWrites(writes).map(({ calls }) => calls.length)).toEqual([100, 100, 50])
})
