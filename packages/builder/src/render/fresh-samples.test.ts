import { describe, expect, test } from 'vitest'
import type { FieldSpec } from '../spec/spec.ts'
import type { Column } from './columns.ts'
import { isFresh } from './fresh-samples.ts'
import { valueOfCode } from './sample-values.ts'
import { validValue } from './samples.ts'

/** The value that the code of a test has, for a field that no two rows may have alike. */
function freshValue(spec: FieldSpec): unknown {
  const column = { spec, type: spec.type, field: spec.name, isUnrepeatable: true } as Column
  const code = validValue(column, 0)
  expect(isFresh(code)).toBe(true)
  return valueOfCode(code)
}

describe('a value that no other test has given', () => {
  test.each([
    [{ min: 0, max: 500 }, 36],
    [{ max: 10 }, 10],
    [{ min: 40, max: 50 }, 40],
  ])('is a text within %j', (bounds, length) => {
    const spec: FieldSpec = { name: 'code', type: 'text', unique: true, ...bounds }
    const [one, other] = [freshValue(spec), freshValue(spec)]
    expect(one).toHaveLength(length)
    expect(one).not.toBe(other)
  })

  test.each([
    [{}, 0, 2_147_483_647],
    [{ min: 5, max: 8 }, 5, 8],
    [{ min: -20, max: -10 }, -20, -10],
  ])('is an integer within %j', (bounds, low, high) => {
    for (let i = 0; i < 50; i++) {
      const value = Number(freshValue({ name: 'rank', type: 'integer', unique: true, ...bounds }))
      expect(Number.isInteger(value)).toBe(true)
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(high)
    }
  })

  test.each<[FieldSpec['type'], Partial<FieldSpec>, RegExp, string, string]>([
    ['decimal', {}, /^\d+(\.\d{1,6})?$/, '0', '1000000'],
    ['decimal', { precision: 5, scale: 5, min: '0.5', max: '0.75' }, /^0\.\d{1,5}$/, '0.5', '0.75'],
    ['decimal', { precision: 4, scale: 0, max: -10 }, /^-\d+$/, '-9999', '-10'],
    ['date', {}, /^\d{4}-\d\d-\d\d$/, '2026-01-01', '2030-01-01'],
    ['date', { min: '2020-01-01', max: '2024-01-01' }, /^\d{4}-\d\d-\d\d$/, '2020-01-01', '2024-01-01'],
    ['instant', { min: '2020-01-01T00:00:00+01:00' }, /Z$/, '2019-12-31T23:00:00.000Z', '2050'],
  ])('is a %s within %j', (type, bounds, form, low, high) => {
    for (let i = 0; i < 50; i++) {
      const value = String(freshValue({ name: 'a', type, unique: true, ...bounds }))
      expect(value).toMatch(form)
      const order = type === 'decimal' ? Number : String
      expect(order(value) >= order(low) && order(value) <= order(high), value).toBe(true)
    }
  })

  test('is a new UUID', () => {
    const spec: FieldSpec = { name: 'ref', type: 'uuid', unique: true }
    expect(freshValue(spec)).not.toBe(freshValue(spec))
  })
})
