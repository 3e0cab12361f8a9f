import { describe, expect, test } from 'vitest'
import {
  dateTimeOf,
  instantOf,
  NO_DATE,
  nameOf,
  nextDayAt,
  readDateTime,
  writeDateTime,
} from './date-time.ts'
import { dateTimeOfDue, dueOfDateTime } from './due-date.ts'

/** An instant in the time zone of the tests. */
const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()
const noon = new Date(2026, 5, 15, 12, 0)

test.each([
  ['2026-12-24 18:00', { date: '2026-12-24', time: '18:00' }],
  ['2026-12-24', { date: '2026-12-24', time: '' }],
  ['', NO_DATE],
])('“%s” is a text of a date and a time, and is read back', (text, value) => {
  expect(readDateTime(text)).toEqual(value)
  expect(writeDateTime(value)).toBe(text)
})

describe('a due date', () => {
  test.each([
    ['a whole day', { dueOn: '2026-12-24' }, { date: '2026-12-24', time: '' }],
    ['a time', { dueAt: local(2026, 11, 24, 18, 0) }, { date: '2026-12-24', time: '18:00' }],
    [
      'the last minute of a day',
      { dueAt: local(2026, 11, 24, 23, 59) },
      { date: '2026-12-24', time: '23:59' },
    ],
    ['none', { dueAt: null }, NO_DATE],
  ])('that is %s comes back as it was', (_, due, value) => {
    expect(dateTimeOfDue({ dueAt: null, dueOn: null, ...due })).toEqual(value)
    expect(dueOfDateTime(value)).toEqual(due)
  })
})

test('a day is that of the local clock', () => {
  for (const hour of [0, 12, 23]) {
    const value = dateTimeOf(local(2026, 11, 24, hour, 30))
    expect(value.date).toBe('2026-12-24')
    expect(instantOf(value)).toBe(local(2026, 11, 24, hour, 30))
  }
})

test('a time alone is that of today, unless it is over', () => {
  expect(nextDayAt('12:01', noon)).toBe('2026-06-15')
  expect(nextDayAt('12:00', noon)).toBe('2026-06-16')
})

describe('the name of a date', () => {
  test.each([
    ['today', { date: '2026-06-15', time: '' }, /^Today$/],
    ['tomorrow, with a time', { date: '2026-06-16', time: '09:30' }, /^Tomorrow, 0?9:30/],
    ['a day of this year', { date: '2026-12-04', time: '' }, /^Fri(?!.*2026)(?=.*\b4\b)(?=.*Dec)/],
    ['a day of another year', { date: '2027-12-04', time: '' }, /^Sat(?=.*2027)(?=.*\b4\b)(?=.*Dec)/],
  ])('of %s', (_, value, expected) => {
    expect(nameOf(value, noon)).toMatch(expected)
  })
})
