import type { Due } from '../api/trpc.ts'
import { dayOf } from '../calendar/days/day.ts'
import { addDays } from '../english/format/time.ts'
import { tasks as words } from '../english/tasks.ts'

/** The due dates that menus, shortcuts and the date picker offer. They are the days that quick add reads from these words. */
export function dueChoices(now = new Date()): { label: string; due: Due }[] {
  // Of 7 for Sunday, as in ISO 8601.
  const weekday = now.getDay() || 7
  const inDays = (days: number) => ({ dueOn: dayOf(addDays(now, days)) })
  return [
    { label: words.today, due: inDays(0) },
    { label: words.tomorrow, due: inDays(1) },
    // Saturday, and on Sunday that day.
    { label: words.thisWeekend, due: inDays(Math.max(0, 6 - weekday)) },
    // Monday.
    { label: words.nextWeek, due: inDays(8 - weekday) },
    { label: words.noDue, due: { dueAt: null } },
  ]
}
