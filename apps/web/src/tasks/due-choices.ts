import { tasks as words } from '../english/tasks.ts'
import { addDays, endOfDay } from '../english/time.ts'

/** The due dates that menus and shortcuts offer. */
export const dueChoices = (now = new Date()): { label: string; dueAt: string | null }[] => [
  { label: words.today, dueAt: endOfDay(now).toISOString() },
  { label: words.tomorrow, dueAt: endOfDay(addDays(now, 1)).toISOString() },
  { label: words.nextWeek, dueAt: endOfDay(addDays(now, 7)).toISOString() },
  { label: words.noDue, dueAt: null },
]
