import type { useTRPCClient } from '../../api/trpc.ts'
import { locale } from '../../english/format/time.ts'
import { timeZone } from '../../quick-add/line.ts'
import { type DateTime, dateTimeOf } from '../date-time.ts'

/** What a text means as a date. */
export type Reading = { kind: 'date'; value: DateTime; isPast: boolean } | { kind: 'repeats' | 'nothing' }

/**
 * Reads a date from words as quick add does, but only where all of them are a date. With `due` before it, what might be
 * something else in a title is a date as well: `10/12` and `sat`.
 */
export async function readWords(
  client: ReturnType<typeof useTRPCClient>,
  words: string,
  signal?: AbortSignal,
): Promise<Reading> {
  for (const text of [words, `due ${words}`]) {
    const input = { text, keep: [], timeZone, locale, dryRun: true }
    const { draft, recognised } = await client.task.quickAdd.mutate(input, signal && { signal })
    if (draft.title !== '' || recognised.some(({ kind }) => kind !== 'due')) continue
    if (draft.recurrence !== null) return { kind: 'repeats' }
    const value =
      draft.dueOn === null ? draft.dueAt && dateTimeOf(draft.dueAt) : { date: draft.dueOn, time: '' }
    if (!value) continue
    return { kind: 'date', value, isPast: recognised.some((found) => found.kind === 'due' && found.isPast) }
  }
  return { kind: 'nothing' }
}
