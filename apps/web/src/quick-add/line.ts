import type { Outputs } from '../api/trpc.ts'
import { quickAdd as words } from '../english/quick-add.ts'

export type QuickAddResult = Outputs['task']['quickAdd']
export type Recognised = QuickAddResult['recognised'][number]
export type Span = { start: number; end: number }

/** The longest line that the server parses. */
export const MAX_LINE = 500
const MAX_TITLE = 255

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The spans of a line after an edit. Those that the edit touched are dropped, others move along. */
export function spansAfter(
  edited: string,
  { text, spans }: { text: string; spans: readonly Span[] },
): Span[] {
  const most = Math.min(text.length, edited.length)
  let same = 0
  while (same < most && text[same] === edited[same]) same++
  let sameAtEnd = 0
  while (sameAtEnd < most - same && text.at(-1 - sameAtEnd) === edited.at(-1 - sameAtEnd)) sameAtEnd++
  const moved = edited.length - text.length
  return spans.flatMap((span) => {
    if (span.end <= same) return span
    if (span.start < text.length - sameAtEnd) return []
    return { start: span.start + moved, end: span.end + moved }
  })
}

/**
 * Why a line cannot become a task. Without a preview of the title, only `#tags` and `!priorities` are known not to belong
 * to it.
 */
export function problemWith(text: string, preview: QuickAddResult | undefined): string | undefined {
  if (lengthOf(text) > MAX_LINE) return words.lineTooLong(lengthOf(text), MAX_LINE)
  const title = preview?.draft.title ?? text.replaceAll(/(?<!\S)[#!]\S+/g, '').trim()
  if (title === '') return words.noTitle
  return lengthOf(title) > MAX_TITLE ? words.titleTooLong(lengthOf(title), MAX_TITLE) : undefined
}

/** The server counts code points. */
export const lengthOf = (text: string) => [...text].length
