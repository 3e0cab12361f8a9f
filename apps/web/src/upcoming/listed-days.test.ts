import { expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { daysInView, listedDays } from './listed-days.ts'

const TODAY = '2026-11-21'
const on = (...days: string[]) => new Map(days.map((day) => [day, [testTask({ dueOn: day })]]))

test('the next two weeks are listed, with tasks or without, and later days with tasks only', () => {
  const days = listedDays(on('2027-01-05', '2026-12-24', '2026-11-22'), { today: TODAY, hasMore: false })
  expect(days.slice(0, 2)).toEqual([TODAY, '2026-11-22'])
  expect(days.slice(12)).toEqual(['2026-12-03', '2026-12-04', '2026-12-24', '2027-01-05'])
})

test('past days are not listed', () => {
  expect(listedDays(on('2026-11-20'), { today: TODAY, hasMore: false })[0]).toBe(TODAY)
})

test('a day after the last loaded one is not listed while there is more to load, as it would look empty', () => {
  const byDay = on('2026-11-21', '2026-11-23')
  expect(listedDays(byDay, { today: TODAY, hasMore: true })).toEqual([TODAY, '2026-11-22', '2026-11-23'])
})

test('in view at first are the days up to the one that fills the page', () => {
  const day = (date: string, count: number) =>
    [date, Array.from({ length: count }, () => testTask({ dueOn: date }))] as const
  const byDay = new Map([day('2026-11-21', 5), day('2026-11-23', 9), day('2026-11-24', 1)])
  const days = listedDays(byDay, { today: TODAY, hasMore: false })
  expect(daysInView(days, byDay)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23'])
  expect(daysInView(days, new Map())).toEqual(days)
})
