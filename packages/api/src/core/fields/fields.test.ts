import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonOf } from './json.ts'
import { decimal, integer } from './numbers.ts'
import { date, dateIn, instantIn } from './time.ts'

const messages = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message) ?? []

test.each(['0001-01-01', '2024-02-29', '2000-02-29', '9999-12-31'])('%s is a day', (day) => {
  expect(date.parse(day)).toBe(day)
})

test.each([
  '2026-02-29',
  '1900-02-29',
  '0000-01-01',
  '2026-13-01',
  '2026-1-1',
  '10000-01-01',
  '2026-01-01T00:00:00Z',
  0,
])('%s is no day of the years 1 to 9999', (day) => {
  expect(messages(date, day)).toHaveLength(1)
})

test('dates and instants keep to bounds, both included', () => {
  const day = dateIn({ min: '2026-01-01', max: '2026-12-31' })
  expect(messages(day, '2026-01-01')).toEqual([])
  expect(messages(day, '2025-12-31')).toEqual(['must not be before 2026-01-01'])
  expect(messages(day, '2027-01-01')).toEqual(['must not be after 2026-12-31'])
  const time = instantIn({ min: '2026-01-01T00:00:00Z', max: '2026-01-01T00:00:00+01:00' })
  expect(messages(time, '2026-01-01T00:00:00Z')).toEqual(['must not be after 2026-01-01T00:00:00+01:00'])
  expect(messages(instantIn({ min: '2026-01-01T00:00:00Z' }), '2026-01-01T01:00:00+01:00')).toEqual([])
})

test('an integer has 32 bits, and keeps to bounds', () => {
  for (const value of [-(2 ** 31), 0, 2 ** 31 - 1]) expect(messages(integer(), value)).toEqual([])
  for (const value of [-(2 ** 31) - 1, 2 ** 31, 0.5, '1']) expect(messages(integer(), value)).toHaveLength(1)
  expect(messages(integer({ min: 1, max: 2 }), 3)).toHaveLength(1)
})

test.each(['0', '-0', '1.5', '-999999999999.999999', '0.000001', '1.500000'])('%s is a decimal', (value) => {
  expect(decimal().parse(value)).toBe(value)
})

test.each([
  '',
  '1.',
  '.5',
  '+1',
  '01',
  '1e3',
  '1,5',
  'NaN',
  'Infinity',
  ' 1',
  '1000000000000',
  '0.0000001',
  1.5,
  null,
])('%s is no decimal of 18 digits, 6 of them after the point', (value) => {
  expect(messages(decimal(), value)).toEqual([
    'must be a decimal in quotes, with at most 12 digits before the point and 6 after it',
  ])
})

test('a decimal keeps to its digits and bounds exactly', () => {
  expect(messages(decimal({ precision: 3, scale: 0 }), '1.0')).toHaveLength(1)
  expect(messages(decimal({ precision: 2, scale: 2 }), '0.99')).toEqual([])
  expect(messages(decimal({ precision: 2, scale: 2 }), '1')).toHaveLength(1)
  const bounded = decimal({ min: '-0.1', max: '9007199254740.993', precision: 20 })
  for (const value of ['-0.1', '-0.100000', '0', '9007199254740.993000'])
    expect(messages(bounded, value)).toEqual([])
  expect(messages(bounded, '-0.100001')).toEqual(['must be at least -0.1'])
  expect(messages(bounded, '9007199254740.993001')).toEqual(['must be at most 9007199254740.993'])
})

const shape = z.object({ tags: z.array(z.string()), size: z.number().optional() })

test('JSON of a shape is what the shape says, in the document too', () => {
  const details = jsonOf(shape)
  expect(details.parse({ tags: ['a'] })).toEqual({ tags: ['a'] })
  expect(messages(details, { tags: [1] })).toHaveLength(1)
  for (const io of ['input', 'output'] as const)
    expect(z.toJSONSchema(details.nullable().default(null), { io })).toMatchObject({
      anyOf: [{ type: 'object', properties: { tags: { type: 'array' } } }, { type: 'null' }],
    })
})

test.each<[string, unknown]>([
  ['must not contain NUL', { tags: ['a\0'] }],
  ['must not contain NUL', { tags: [], 'a\0': 1 }],
  ['must not contain lone surrogates', { tags: ['\ud800'] }],
  ['must not contain numbers that are too large', { tags: [], size: Number.POSITIVE_INFINITY }],
  ['must have at most 65536 bytes as JSON', { tags: ['é'.repeat(32_768)] }],
  ['must not be nested more than 32 levels deep', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
])('JSON %s', (message, value) => {
  expect(messages(jsonOf(z.union([shape, z.json()])), value)).toEqual([message])
})
