import { describe, expect, test } from 'vitest'
import { fromDateAndTime, toDateAndTime } from './time.ts'

/** An instant in the time zone of the tests. */
const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()
const noon = new Date(2026, 5, 15, 12, 0)

describe('a date and a time', () => {
  test.each([
    ['are that minute', '2026-12-24', '18:00', local(2026, 11, 24, 18, 0)],
    ['are the end of the day without a time', '2026-12-24', '', local(2026, 11, 24, 23, 59)],
    ['are today without a date, if the time is still to come', '', '12:01', local(2026, 5, 15, 12, 1)],
    ['are tomorrow without a date, if the time has passed', '', '12:00', local(2026, 5, 16, 12, 0)],
    ['are nothing without both', '', '', null],
  ])('%s', (_, date, time, expected) => {
    expect(fromDateAndTime(date, time, noon)).toBe(expected)
  })

  test('are read back as they were given, and the end of a day as no time', () => {
    expect(toDateAndTime(local(2026, 11, 24, 18, 0))).toEqual({ date: '2026-12-24', time: '18:00' })
    expect(toDateAndTime(local(2026, 11, 24, 23, 59))).toEqual({ date: '2026-12-24', time: '' })
    expect(toDateAndTime(null)).toEqual({ date: '', time: '' })
  })
})
