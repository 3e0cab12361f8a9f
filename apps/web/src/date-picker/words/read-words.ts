import { locale } from '../../english/format/time.ts'
import { timeZone } from '../../quick-add/line.ts'
import type { Parser } from '../../quick-add/parser.ts'
import { type DateTime, dateTimeOf } from '../date-time.ts'

/** What a text means as a date. */
export type Reading = { kind: 'date'; value: DateTime; isPast: boolean } | { kind: 'repeats' | 'nothing' }

/**
 * Reads a date from words as quick add does, but only where all of them are a date. With `due` before it, what might be
 * something else in a title is a date as well: `10/12` and `sat`.
 */
export function readWords({ parseAt }: Parser, words: string, now: Date): Reading {
  for (const text of [words, `due ${words}`]) {
    const { draft, recognised } = parseAt(text, { now, timeZone, locale, projects: undefined, defaults: {} })
    if (draft.title !== '' || recognised.some(({ kind }) => kind !== 'due')) continue
    if (draft.recurrence !== null) return { kind: 'repeats' }
    const value =
      draft.dueOn === null ? draft.dueAt && dateTimeOf(draft.dueAt) : { date: draft.dueOn, time: '' }
    if (!value) continue
    return { kind: 'date', value, isPast: recognised.some((found) => found.kind === 'due' && found.isPast) }
  }
  return { kind: 'nothing' }
}
