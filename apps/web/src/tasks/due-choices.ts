import type { Due } from '../api/trpc.ts'
import { addDays, dateOf } from '../english/format/time.ts'
import { tasks as words } from '../english/tasks.ts'

/** The due dates that menus and shortcuts offer. */
export const dueChoices = (now = new Date()): { label: string; due: Due }[] => [
  { label: words.today, due: { dueOn: dateOf(now) } },
  { label: words.tomorrow, due: { dueOn: dateOf(addDays(now, 1)) } },
  { label: words.nextWeek, due: { dueOn: dateOf(addDays(now, 7)) } },
  { label: words.noDue, due: { dueAt: null } },
]
