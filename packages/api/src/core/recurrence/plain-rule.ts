import { startsOnDay } from './dates.ts'
import { dayOf, fieldsOf } from './days.ts'
import type { Recurring } from './next.ts'
import { parseRule } from './rule.ts'

/** Every month has these. */
const MAX_COMMON_DAY = 28

/**
 * The rule of a task as every calendar understands it. Undefined where calendars would show other days: for a time, which would
 * need the time zone's rules; for what is counted from a completion; for days that months lack; and where the due date is none of
 * the rule's.
 */
export function plainRule(
  task: Omit<Recurring, 'recurrence'> & { recurrence: string | null },
): string | undefined {
  const { dueOn, recurrence, recurrenceFrom, recurrenceAnchor } = task
  if (dueOn === null || recurrence === null || recurrenceFrom === 'completion') return undefined
  const rule = parseRule(recurrence)
  const day = dayOf(dueOn)
  const dayOfMonth = Math.max(fieldsOf(day).day, Number(recurrenceAnchor))
  const isImplied = rule.byDay.length + rule.byMonthDay.length === 0 && /^(MONTH|YEAR)LY$/.test(rule.freq)
  const daysOfMonth = isImplied ? [dayOfMonth] : rule.byMonthDay
  if (daysOfMonth.some((one) => Math.abs(one) > MAX_COMMON_DAY)) return undefined
  return startsOnDay(rule, { day, dayOfMonth }) ? recurrence.toUpperCase() : undefined
}
