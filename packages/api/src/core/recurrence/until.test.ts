import { expect, test } from 'vitest'
import { parseRule } from './rule.ts'
import { readUntil, untilOn } from './until.ts'

const ZONES = ['UTC', 'Pacific/Auckland', 'America/New_York', 'Asia/Kathmandu']

test.each(ZONES)('a last day is read as it was written, for whole days and for times in %s', (timeZone) => {
  // The second one has no midnight in some zones, and the third is a leap day.
  for (const date of ['2026-12-31', '2027-03-28', '2028-02-29']) {
    for (const isWholeDay of [true, false]) {
      const until = untilOn(date, { isWholeDay, timeZone })
      expect(readUntil(until, timeZone)).toEqual({ date, time: undefined })
      expect(parseRule(`FREQ=DAILY;UNTIL=${until}`).until).toBe(until)
      expect(until).toHaveLength(isWholeDay ? 8 : 16)
    }
  }
})

test('an instant within a day has its time there', () => {
  expect(readUntil('20261231T230000Z', 'UTC')).toEqual({ date: '2026-12-31', time: '23:00:00' })
  expect(readUntil('20261231T230000Z', 'Europe/Berlin')).toEqual({ date: '2027-01-01', time: '00:00:00' })
})
