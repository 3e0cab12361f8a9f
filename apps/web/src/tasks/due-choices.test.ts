import { expect, test } from 'vitest'
import { dueChoices } from './due-choices.ts'

const daysOf = (year: number, month: number, day: number) =>
  dueChoices(new Date(year, month, day, 12)).map(({ due }) => ('dueOn' in due ? due.dueOn : due.dueAt))

// Quick add reads the same days from these words.
test.each([
  ['Monday', [2026, 5, 15], ['2026-06-15', '2026-06-16', '2026-06-20', '2026-06-22']],
  ['Friday', [2026, 5, 19], ['2026-06-19', '2026-06-20', '2026-06-20', '2026-06-22']],
  ['Saturday', [2026, 5, 20], ['2026-06-20', '2026-06-21', '2026-06-20', '2026-06-22']],
  ['Sunday, the last of a month', [2026, 4, 31], ['2026-05-31', '2026-06-01', '2026-05-31', '2026-06-01']],
] as const)(
  'on a %s, the weekend is the coming or present one, and next week begins on Monday',
  (_, [year, month, day], days) => {
    expect(daysOf(year, month, day)).toEqual([...days, null])
  },
)
