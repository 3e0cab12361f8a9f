import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase } from '../testing/testing.ts'
import type { Statement } from './statement.ts'
import { encodeValues } from './values.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

const texts = ['', 'NULL', 'null', '{a,b}', '"', '\\', '\\"', "'", ',', ' ', 'ü\n\t', '\u{1f600}', '$1']

test.each<{ type: string; values: unknown[]; read?: (value: unknown) => unknown }>([
  { type: 'text', values: [...texts, null, undefined] },
  { type: 'int', values: [0, -1, 2_147_483_647, null] },
  { type: 'float8', values: [0.1, -1e300] },
  { type: 'boolean', values: [true, false, null] },
  { type: 'text[]', values: [[], texts, ['one'], [null, 'a'], null] },
  { type: 'int[]', values: [[], [1, 2, 3]] },
  { type: 'jsonb', values: [{ a: [1, '"'] }, [1, [2]], 'text', 1, true, null] },
  { type: 'bytea', values: [Buffer.from([0, 255, 34, 92]), new Uint8Array([1, 2]).subarray(1)] },
  { type: 'timestamptz', values: [new Date(0), new Date('2026-11-28T12:34:56.789Z')] },
])('$type: values arrive as they were sent, alone and in a list', async ({ type, values }) => {
  const element = type.endsWith('[]') ? 'text' : type
  const echo: Statement<{ value: unknown }> = {
    name: '',
    text: `SELECT $1::${type} AS value`,
    many: {
      name: '',
      text: `SELECT place::int AS _place, value::${type} FROM unnest($1::${element}[]) WITH ORDINALITY AS given (value, place)`,
      types: [type],
    },
  }
  const expected = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : (value ?? null)))
  const together = await Promise.all(values.map((value) => db.run(echo, [value])))
  expect(together.map(([row]) => row?.value)).toEqual(expected)
  const alone = []
  for (const value of values) alone.push(await db.run(echo, [value]))
  expect(alone.map(([row]) => row?.value)).toEqual(expected)
})

test('a call with a value too few is refused', () => {
  const many = { name: '', text: '', types: ['uuid', 'int'] }
  expect(() => encodeValues({ name: 'two', text: '', many }, ['one'])).toThrow(
    'statement two takes 2 values, not 1',
  )
})
