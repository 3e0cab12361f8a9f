import { afterEach, describe, expect, test, vi } from 'vitest'
import { dayOf, dueRange, moveToDay, plusDays, startOf } from './day.ts'
import { firstWeekdayOf, parseDay, plusMonths, weekOf, weeksOfMonth } from './month.ts'

/** Sets the time zone. Node rereads TZ after each change. */
function inZone(zone: string) {
  vi.stubEnv('TZ', zone)
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone)
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('parseDay', () => {
  test('accepts a valid day', () => {
    expect(parseDay('2026-11-21')).toBe('2026-11-21')
    expect(parseDay('2028-02-29')).toBe('2028-02-29')
  })

  test.each([
    null,
    '',
    'today',
    '2026-11',
    '2026-02-30',
    '2027-02-29',
    '2026-13-01',
    '0026-01-01',
    '9999-12-31',
  ])('rejects %s', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })
})

test('dayOf returns the day in the user’s time zone', () => {
  const instant = new Date('2026-11-21T23:30:00Z')
  inZone('Asia/Tokyo')
  expect(dayOf(instant)).toBe('2026-11-22')
  inZone('America/Los_Angeles')
  expect(dayOf(instant)).toBe('2026-11-21')
})

describe.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Africa/Cairo', 'Pacific/Apia'])(
  'in %s',
  (zone) => {
    test('days follow each other through a year, even when the clocks change at midnight', () => {
      inZone(zone)
      let day = '2026-01-01'
      for (let i = 0; i < 365; i += 1) {
        expect(dayOf(startOf(day))).toBe(day)
        expect(plusDays(plusDays(day, 1), -1)).toBe(day)
        day = plusDays(day, 1)
      }
      expect(day).toBe('2027-01-01')
    })

    test('dueRange covers exactly the given days', () => {
      inZone(zone)
      const { dueAfter, dueBefore } = dueRange('2026-03-29', '2026-03-29')
      expect(dayOf(new Date(dueAfter))).toBe('2026-03-28')
      expect(dayOf(new Date(Date.parse(dueAfter) + 1))).toBe('2026-03-29')
      expect(dayOf(new Date(Date.parse(dueBefore) - 1))).toBe('2026-03-29')
      expect(dayOf(new Date(dueBefore))).toBe('2026-03-30')
    })
  },
)

describe('plusMonths', () => {
  test('keeps the date if the month has it', () => {
    expect(plusMonths('2026-11-21', 1)).toBe('2026-12-21')
    expect(plusMonths('2026-11-21', 2)).toBe('2027-01-21')
    expect(plusMonths('2026-01-21', -1)).toBe('2025-12-21')
  })

  test('falls back to the last day of a shorter month', () => {
    expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(plusMonths('2028-03-31', -1)).toBe('2028-02-29')
    expect(plusMonths('2026-05-31', 6)).toBe('2026-11-30')
  })
})

describe('weeks', () => {
  test('start with the given weekday', () => {
    expect(weekOf('2026-11-21', 1)[0]).toBe('2026-11-16')
    expect(weekOf('2026-11-21', 7)[0]).toBe('2026-11-15')
    expect(weekOf('2026-11-21', 6)[0]).toBe('2026-11-21')
    expect(weekOf('2026-11-22', 1).at(-1)).toBe('2026-11-22')
  })

  test.each([
    // February 2027 starts on a Monday and has 28 days.
    ['2027-02-10', 1, 4, '2027-02-01', '2027-02-28'],
    ['2026-11-21', 1, 6, '2026-10-26', '2026-12-06'],
    ['2026-11-21', 7, 5, '2026-11-01', '2026-12-05'],
    ['2026-12-31', 1, 5, '2026-11-30', '2027-01-03'],
  ])(
    'the month of %s, with weeks from weekday %i, spans %i weeks',
    (day, firstWeekday, count, first, last) => {
      const weeks = weeksOfMonth(day, firstWeekday)
      expect(weeks).toHaveLength(count)
      expect(weeks[0]?.[0]).toBe(first)
      expect(weeks.at(-1)?.[6]).toBe(last)
    },
  )

  test('start on Monday in Germany and on Sunday in the United States', () => {
    expect(firstWeekdayOf('de-DE')).toBe(1)
    expect(firstWeekdayOf('en-US')).toBe(7)
  })
})

describe('moveToDay', () => {
  test('keeps the time of day when the clocks go forward in between', () => {
    inZone('Europe/Berlin')
    expect(moveToDay('2026-03-28T08:00:00.000Z', '2026-03-29')).toBe('2026-03-29T07:00:00.000Z')
  })

  test('keeps the time of day when the clocks go back in between', () => {
    inZone('Europe/Berlin')
    // 23:59 on a day of 25 hours.
    expect(moveToDay('2026-10-24T21:59:00.000Z', '2026-10-25')).toBe('2026-10-25T22:59:00.000Z')
  })

  test('moves a time that the day skips to the next hour', () => {
    inZone('Europe/Berlin')
    expect(moveToDay('2026-03-28T01:30:00.000Z', '2026-03-29')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('keeps seconds and milliseconds', () => {
    inZone('UTC')
    expect(moveToDay('2026-01-31T10:11:12.345Z', '2026-02-28')).toBe('2026-02-28T10:11:12.345Z')
  })
})
