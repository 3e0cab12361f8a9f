import type { Outputs } from '../api/trpc.ts'
import { quickAdd as words } from '../english/quick-add.ts'

export type QuickAddResult = Outputs['task']['quickAdd']
export type Recognised = QuickAddResult['recognised'][number]
export type Span = { start: number; end: number }

/** The longest line that the server parses. */
export const MAX_LINE = 500
const MAX_TITLE = 255

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The positions of the rejected texts, found again after every edit so that they stay rejected. */
export function spansOf(text: string, rejected: readonly string[]): Span[] {
  return rejected.flatMap((part) => {
    const start = text.indexOf(part)
    return start === -1 ? [] : [{ start, end: start + part.length }]
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
const lengthOf = (text: string) => [...text].length
