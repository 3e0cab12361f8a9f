import { expect, test } from 'vitest'
import { merge, rowsOfParts } from './merge.ts'

const listed = (sql: string, row: string, value: unknown = row) => ({ sql, values: [[row], [value]], row })
const texts = (statements: Parameters<typeof merge>[0]) =>
  merge(statements).map(({ sql, values }) => [sql, ...values])

test('statements of the same text become one, with a place for each', () => {
  const [statement, ...others] = merge([listed('a', '1', null), listed('a', '2', ''), listed('a', '3', 'x')])
  expect(others).toEqual([])
  expect(statement).toMatchObject({
    sql: 'a',
    values: [
      ['1', '2', '3'],
      [null, '', 'x'],
    ],
  })
})

test('those of another text, for a row that is there already, or without a row stay apart', () => {
  const plain = { sql: 'a', values: [['1']], row: undefined }
  expect(
    texts([listed('a', '1'), listed('b', '1'), plain, listed('a', '1'), plain, listed('a', '2')]),
  ).toEqual([
    ['a', ['1'], ['1']],
    ['b', ['1'], ['1']],
    ['a', ['1']],
    ['a', ['1', '2'], ['1', '2']],
    ['a', ['1']],
  ])
})

test('a statement has a hundred places at most', () => {
  const many = Array.from({ length: 250 }, (_, i) => listed('a', `${i}`))
  expect(merge(many).map(({ parts }) => parts.length)).toEqual([100, 100, 50])
})

test('each is answered the row of its place, and nothing where there is none', () => {
  const three = ['1', '2', '3'].map((row) => listed('a', row))
  const [together] = merge(three)
  const [alone] = merge(three.slice(0, 1))
  if (!together || !alone) throw new Error('there is nothing')
  expect(rowsOfParts(together, [{ place: 3 }, { place: 1 }])).toEqual([[{ place: 1 }], [], [{ place: 3 }]])
  expect(rowsOfParts(alone, [{ any: 1 }])).toEqual([[{ any: 1 }]])
  expect(rowsOfParts(alone, [])).toEqual([[]])
})
