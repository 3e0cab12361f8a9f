import { parseQuickAdd } from '../quick-add/parse/parse.ts'

/** A Monday, 14:00 in Berlin. */
export const NOON = '2026-06-15T12:00:00.000Z'

export const parseAt = (text: string, timeZone = 'Europe/Berlin', now = NOON) =>
  parseQuickAdd(text, { now: new Date(now), timeZone, keep: [] })

/** The title, and the due date to the minute. */
export function titleAndDue(text: string, timeZone?: string, now?: string) {
  const { title, dueAt } = parseAt(text, timeZone, now).draft
  return [title, dueAt?.replace(':00.000Z', 'Z') ?? null]
}
