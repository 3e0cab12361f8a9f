import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  dayOf,
  dueWithin,
  firstWeekdayOf,
  monthOf,
  movedTo,
  plusDays,
  plusMonths,
  readDay,
  startOf,
  weekOf,
} from './day.ts'

/** Node reads it anew whenever it is set. */
function inZone(zone: string) {
  vi.stubEnv('TZ', zone)
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone)
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('readDay', () => {
  test('takes a day that there is', () => {
    expect(readDay('2026-11-21')).toBe('2026-11-21')
    expect(readDay('2028-02-29')).toBe('2028-02-29')
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
  ])('refuses %s', (text) => {
    expect(readDay(text)).toBeUndefined()
  })
})

test('an instant is of the day that it is in the zone of the reader', () => {
  const instant = new Date('2026-11-21T23:30:00Z')
  inZone('Asia/Tokyo')
  expect(dayOf(instant)).toBe('2026-11-22')
  inZone('America/Los_Angeles')
  expect(dayOf(instant)).toBe('2026-11-21')
})

describe.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Africa/Cairo', 'Pacific/Apia'])(
  'in %s',
  (zone) => {
    test('a year has each of its days once, whichever hour it begins with', () => {
      inZone(zone)
      let day = '2026-01-01'
      for (let i = 0; i < 365; i += 1) {
        expect(dayOf(startOf(day))).toBe(day)
        expect(plusDays(plusDays(day, 1), -1)).toBe(day)
        day = plusDays(day, 1)
      }
      expect(day).toBe('2027-01-01')
    })

    test('what is within days is what is due on them', () => {
      inZone(zone)
      const { dueAfter, dueBefore } = dueWithin('2026-03-29', '2026-03-29')
      expect(dayOf(new Date(dueAfter))).toBe('2026-03-28')
      expect(dayOf(new Date(Date.parse(dueAfter) + 1))).toBe('2026-03-29')
      expect(dayOf(new Date(Date.parse(dueBefore) - 1))).toBe('2026-03-29')
      expect(dayOf(new Date(dueBefore))).toBe('2026-03-30')
    })
  },
)

describe('plusMonths', () => {
  test('keeps the date where the month has it', () => {
    expect(plusMonths('2026-11-21', 1)).toBe('2026-12-21')
    expect(plusMonths('2026-11-21', 2)).toBe('2027-01-21')
    expect(plusMonths('2026-01-21', -1)).toBe('2025-12-21')
  })

  test('takes the last day of a shorter one', () => {
    expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(plusMonths('2028-03-31', -1)).toBe('2028-02-29')
    expect(plusMonths('2026-05-31', 6)).toBe('2026-11-30')
  })
})

describe('weeks', () => {
  test('begin with the day that they begin with where the reader is', () => {
    expect(weekOf('2026-11-21', 1)[0]).toBe('2026-11-16')
    expect(weekOf('2026-11-21', 7)[0]).toBe('2026-11-15')
    expect(weekOf('2026-11-21', 6)[0]).toBe('2026-11-21')
    expect(weekOf('2026-11-22', 1).at(-1)).toBe('2026-11-22')
  })

  test.each([
    // February 2027 begins with a Monday and has 28 days.
    ['2027-02-10', 1, 4, '2027-02-01', '2027-02-28'],
    ['2026-11-21', 1, 6, '2026-10-26', '2026-12-06'],
    ['2026-11-21', 7, 5, '2026-11-01', '2026-12-05'],
    ['2026-12-31', 1, 5, '2026-11-30', '2027-01-03'],
  ])('the month of %s, from weekday %i, has %i', (day, firstWeekday, count, first, last) => {
    const weeks = monthOf(day, firstWeekday)
    expect(weeks).toHaveLength(count)
    expect(weeks[0]?.[0]).toBe(first)
    expect(weeks.at(-1)?.[6]).toBe(last)
  })

  test('begin with Monday in Germany, with Sunday in the United States', () => {
    expect(firstWeekdayOf('de-DE')).toBe(1)
    expect(firstWeekdayOf('en-US')).toBe(7)
  })
})

describe('movedTo', () => {
  test('keeps the time of day when the clocks go forward between', () => {
    inZone('Europe/Berlin')
    expect(movedTo('2026-03-28T08:00:00.000Z', '2026-03-29')).toBe('2026-03-29T07:00:00.000Z')
  })

  test('keeps the time of day when the clocks go back between', () => {
    inZone('Europe/Berlin')
    // 23:59 of a day of 25 hours.
    expect(movedTo('2026-10-24T21:59:00.000Z', '2026-10-25')).toBe('2026-10-25T22:59:00.000Z')
  })

  test('takes the hour after one that a day leaves out', () => {
    inZone('Europe/Berlin')
    expect(movedTo('2026-03-28T01:30:00.000Z', '2026-03-29')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('keeps seconds and milliseconds', () => {
    inZone('UTC')
    expect(movedTo('2026-01-31T10:11:12.345Z', '2026-02-28')).toBe('2026-02-28T10:11:12.345Z')
  })
})
