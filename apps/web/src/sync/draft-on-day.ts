import type { Draft, ParsedLine } from '@tandem/client/quick-add'
import { moveToDay } from '../calendar/days/day.ts'

/** Everything that a time of day, or the end of one, may consist of, and no word for a day. */
const TIME = new RegExp(
  [
    /\b(?:due|at|@|by|on|the|in|o['’]?clock|sharp|dot|past|to|half|quarter|noon|midday|midnight|morning|afternoon|evening|night)\b/,
    /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[ap]\.?m)\b/,
    /\b(?:eod|end of (?:the |this )?day|cob|close of business)\b/,
    /\b(?:(?:utc|gmt)(?:[+-]\d{1,2}(?::?\d\d)?)?|[ecmp][sd]?t|bst|cest|eest|cet|eet|jst|ae[sd]t|nz[sd]t)\b/,
    /\b\d{1,2}(?:[:.]\d\d){0,2}(?:\s*[ap]\.?m\.?)?(?!\w)/,
    /\b\d{3,4}[ap]m\b/,
    /[@\s,()]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

/**
 * The task that a line of text becomes when it was typed for a day, which is `YYYY-MM-DD` by the user's clock. It is due that
 * day, or at the time that the text gives. A text that names another day itself is due then.
 */
export function draftOn(day: string, { draft, recognised }: ParsedLine): Draft {
  const due = recognised.filter(({ kind }) => kind === 'due')
  // A rule says itself when it begins.
  const namesDay = draft.recurrence !== null || due.some(({ text }) => text.replaceAll(TIME, '') !== '')
  if (namesDay) return draft
  if (draft.dueAt === null) return { ...draft, dueOn: day }
  return { ...draft, dueAt: moveToDay(draft.dueAt, day) }
}
