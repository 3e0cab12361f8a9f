import { describe, expect, test } from 'vitest'
import { createChecker } from '../../testing/refusals.ts'
import type { FieldSpec, Spec } from '../spec.ts'

const { refusal, refusalOfFields } = createChecker()
const shared = { read: 'user', write: 'user' } as const
const days = { type: 'date', min: '2026-01-01', max: '2026-01-02' } as const

describe('a unique field', () => {
  test.each<[Omit<FieldSpec, 'name'>, string]>([
    [{ type: 'enum', values: ['a', 'b'], required: true }, '3 values, and this one has 2 values'],
    [{ type: 'enum', values: ['a'], default: 'a' }, 'this one has one value: there could be no third row'],
    [{ type: 'integer', min: 5, max: 6, required: true }, 'has 2 values'],
    [{ type: 'decimal', precision: 2, scale: 1, min: '0.1', max: '0.2', required: true }, 'has 2 values'],
    [{ ...days, required: true }, 'has 2 values'],
    [{ type: 'text', max: 0, min: 0, required: true }, 'has one value'],
    [{ type: 'relation', to: 'user', required: true }, 'would let an owner have one row'],
  ])('is refused where a third row could not be: %j', (field, words) => {
    expect(refusalOfFields({ name: 'a', unique: true, ...field })).toEqual([
      expect.stringMatching(/^fields\[0\]\.unique \(a\): /),
    ])
    expect(refusalOfFields({ name: 'a', unique: true, ...field })[0]).toContain(words)
  })

  test.each<[Omit<FieldSpec, 'name'>]>([
    [{ type: 'enum', values: ['a', 'b', 'c'], required: true }],
    [{ type: 'enum', values: ['a'] }],
    [{ ...days }],
    [{ type: 'integer', min: 0, max: 2, required: true }],
    [{ type: 'relation', to: 'user' }],
    [{ type: 'relation', to: 'album', required: true }],
    [{ type: 'relation', to: 'note' }],
  ])('may be %j where rows have owners', (field) => {
    expect(refusalOfFields({ name: 'a', unique: true, ...field })).toEqual([])
  })

  test('needs many values where nobody owns the rows', () => {
    const of = (field: Partial<FieldSpec>): Partial<Spec> => ({
      access: shared,
      fields: [{ name: 'a', type: 'integer', unique: true, ...field }],
    })
    expect(refusal(of({ min: 1, max: 10 }))).toEqual([
      'fields[0].unique (a): needs a field of at least 1000 values where nobody owns the rows, and this one has 10 values: the table could have no more rows',
    ])
    expect(refusal(of({ min: 1, max: 1000 }))).toEqual([])
    expect(refusal(of({ type: 'relation', to: 'genre', required: true }))).toEqual([])
  })

  test('is given no value by an action where nobody owns the rows', () => {
    const of = (value: number | null): Partial<Spec> => ({
      access: shared,
      fields: [{ name: 'rank', type: 'integer', unique: true }],
      actions: [{ name: 'top', set: { rank: value } }],
    })
    expect(refusal(of(1))).toEqual([
      expect.stringContaining('actions[0].set.rank (top): is a value that one'),
    ])
    expect(refusal(of(null))).toEqual([])
  })
})
