import { describe, expect, test } from 'vitest'
import { begunDays, dateOf, figuresOf, type Stats } from './figures.ts'

/** Statistics of 30 days that end today. `counts` fills the last of them. */
function statsOf(counts: number[]): Stats {
  const all = [...Array.from({ length: 30 - counts.length }, () => 0), ...counts]
  return {
    total: 9,
    byStatus: { todo: 3, in_progress: 2, done: 4 },
    byPriority: { none: 5, low: 1, medium: 1, high: 1, urgent: 1 },
    overdue: 1,
    completedPerDay: all.map((count, i) => ({ date: `2026-11-${String(i + 1).padStart(2, '0')}`, count })),
  }
}

describe('figuresOf', () => {
  test('counts the open tasks and those completed in the last week, the week before and the month', () => {
    const { open, week, weekBefore, month } = figuresOf(statsOf([5, 1, 1, 1, 1, 1, 1, 1, 2]))
    expect({ open, week, weekBefore, month }).toEqual({ open: 5, week: 8, weekBefore: 6, month: 14 })
  })

  test('goes by the days since the first completed task', () => {
    const { week, weekBefore, perDay } = figuresOf(statsOf([4, 0, 3]))
    expect({ week, weekBefore, perDay }).toEqual({ week: 7, weekBefore: undefined, perDay: 1 })
    expect(figuresOf(statsOf([4, 0, 0, 0, 0, 0, 0, 0, 0, 6]))).toMatchObject({ weekBefore: 4, perDay: 1 })
    expect(figuresOf(statsOf([0])).perDay).toBe(0)
  })

  test('takes the latest of several best days', () => {
    expect(figuresOf(statsOf([3, 1, 3, 0])).best).toEqual({ date: '2026-11-29', count: 3 })
    expect(figuresOf(statsOf([0])).best).toBeUndefined()
  })

  test.each([
    { counts: [1, 1, 1], streak: { days: 3, isToday: true } },
    { counts: [1, 0, 1, 1, 0], streak: { days: 2, isToday: false } },
    { counts: [1, 0, 0], streak: { days: 0, isToday: false } },
    { counts: Array.from({ length: 30 }, () => 1), streak: { days: 30, isToday: true } },
  ])('finds a streak of $streak.days days', ({ counts, streak }) => {
    expect(figuresOf(statsOf(counts)).streak).toEqual(streak)
  })
})

test('dateOf returns midnight in the user’s time zone', () => {
  expect(dateOf({ date: '2026-03-09', count: 0 })).toEqual(new Date(2026, 2, 9))
})

test('the days begin with the first completed task, and are a week at least', () => {
  const lengthOf = (counts: number[]) => begunDays(statsOf(counts).completedPerDay).length
  expect(lengthOf([])).toBe(0)
  expect(lengthOf([1])).toBe(7)
  expect(lengthOf([2, 0, 0, 0, 0, 0, 0, 1])).toBe(8)
  expect(lengthOf(Array.from({ length: 30 }, () => 1))).toBe(30)
})
