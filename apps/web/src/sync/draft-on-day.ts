import type { Outputs } from '../api/trpc.ts'
import { endOfDay } from '../english/time.ts'

export type QuickAddResult = Pick<Outputs['task']['quickAdd'], 'draft' | 'recognised'>

/** Everything that a time of day may consist of, and no word for a day. */
const TIME =
  /\b(?:due|at|by|on|around|until|till|noon|midday|midnight|o['’]?clock)\b|\b\d{1,2}(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?(?!\w)|[@\s,()]/gi

/**
 * The task that a line of text becomes when it was typed for a day, which is `YYYY-MM-DD` by the user's clock. It is due at the end of that day, or at the time that
 * the text gives. A text that names another day itself is due then.
 */
export function draftOn(day: string, { draft, recognised }: QuickAddResult): QuickAddResult['draft'] {
  const due = recognised.find(({ kind }) => kind === 'due')
  const isTimeOnly = due?.text.replaceAll(TIME, '') === ''
  if (draft.dueAt !== null && !isTimeOnly) return draft
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const start = new Date(year, month - 1, date)
  if (draft.dueAt === null) return { ...draft, dueAt: endOfDay(start).toISOString() }
  const time = new Date(draft.dueAt)
  start.setHours(time.getHours(), time.getMinutes(), time.getSeconds(), time.getMilliseconds())
  return { ...draft, dueAt: start.toISOString() }
}
