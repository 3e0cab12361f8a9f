import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'

const form = (...fields: [string, string | File][]) => {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}
const file = (content: string, name = 'x.txt', type = 'text/plain') => new File([content], name, { type })
const day = new Date('2026-06-15T12:00:00.000Z')

test('inputs that JSON or a list of entries writes alike have fingerprints of their own', async () => {
  const inputs: unknown[] = [
    undefined,
    null,
    {},
    [],
    [[]],
    { a: 1 },
    ['a', 1],
    [['a', 1]],
    { a: '1' },
    { a: 1n },
    { a: 'bigint 1' },
    { a: '"1' },
    { a: null },
    { a: true },
    { a: Number.POSITIVE_INFINITY },
    { a: 'number Infinity' },
    { a: day },
    { a: day.toJSON() },
    { a: `Date ${day.toJSON()}` },
    { a: new Date(Number.NaN) },
    { a: {} },
    { a: [] },
    { a: new Map([['b', 1]]) },
    { a: new Map([['b', 2]]) },
    { a: new Set(['b']) },
    { a: new Uint8Array([1, 2]) },
    { a: [1, 2] },
    { 'a","b': 1 },
    JSON.parse('{"__proto__":{"a":1}}'),
    form(),
    form(['a', '1']),
    form(['a', '1'], ['a', '1']),
    form(['a', '2']),
    form(['file', file('1')]),
    form(['file', file('2')]),
    form(['file', file('1', 'y.txt')]),
    form(['file', file('1', 'x.txt', 'text/html')]),
    form(['file', file('1')], ['file', file('2')]),
    form(['file', file('2')], ['file', file('1')]),
    { file: file('1') },
    { file: new Blob(['1'], { type: 'text/plain' }) },
  ]
  const prints = await Promise.all(inputs.map((input) => fingerprintOf('task.create', input)))
  expect(new Set(prints.map((print) => print.toString('hex'))).size).toBe(inputs.length)
  const other = await fingerprintOf('task.update', { a: 1 })
  expect(prints.some((print) => print.equals(other))).toBe(false)
})

test.each([
  ['fields in another order', { a: 1, b: { c: [1], d: 2 } }, { b: { d: 2, c: [1] }, a: 1 }],
  ['a field that is undefined', { a: 1, b: undefined }, { a: 1 }],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ['the same form and file', form(['f', file('1')]), form(['f', file('1')])],
])('%s: the same fingerprint', async (_, one, other) => {
  expect(await fingerprintOf('p', one)).toEqual(await fingerprintOf('p', other))
})

test('an input that can be read only once is refused', async () => {
  const input = { body: new ReadableStream() }
  await expect(fingerprintOf('p', input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
