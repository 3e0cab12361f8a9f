import type { Draft, ParsedLine } from '@tandem/client/quick-add'
import { lengthOf, MAX_LENGTH } from '../api/text-length.ts'
import { quickAdd as words } from '../english/quick-add.ts'
import type { LineDefaults } from '../sync/line-defaults.ts'

export type Span = { start: number; end: number }

/** The longest line that quick add takes. */
const MAX_LINE = 500

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

/** Whether a line has the length of one, so that it can be parsed. */
export function isLine(text: string): boolean {
  return text.trim() !== '' && lengthOf(text) <= MAX_LINE
}

/** Whether projects have to be known to parse a line. */
export const mayNameProject = (text: string) => /(?<!\S)\+\S/.test(text)

/** The task that a line is taken for until it is parsed: all of it is the title. */
export const asWords = (text: string, { day, projectId }: LineDefaults): Draft => ({
  title: text.trim(),
  priority: 'none',
  tags: [],
  dueAt: null,
  dueOn: day ?? null,
  recurrence: null,
  projectId: projectId ?? null,
})

/**
 * Why a line cannot become a task. Until it is parsed, only `#tags` and `!priorities` are known not to belong to its title.
 */
export function problemWith(text: string, parsed: ParsedLine | undefined): string | undefined {
  if (lengthOf(text) > MAX_LINE) return words.lineTooLong(lengthOf(text), MAX_LINE)
  const title = parsed?.draft.title ?? text.replaceAll(/(?<!\S)[#!]\S+/g, '').trim()
  if (title === '') return words.noTitle
  return lengthOf(title) > MAX_LENGTH.title
    ? words.titleTooLong(lengthOf(title), MAX_LENGTH.title)
    : undefined
}
