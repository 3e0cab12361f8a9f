import { writesDayFirst } from './day-first.ts'
import { parseQuickAdd } from './parse.ts'
import type { ParsedLine } from './parsed-line.ts'
import type { NamedProject } from './project-names.ts'
import type { Span } from './words.ts'

export interface LineOptions {
  /** What `tomorrow` counts from. */
  now: Date
  /** By whose clock the line is read, as the IANA database names it. */
  timeZone: string
  /** A language tag of BCP 47: how numeric dates are written there. Without it they have the month first. */
  locale?: string | undefined
  /** Parts of the line that are words and nothing else. */
  keep: readonly Span[]
  /** The project that the line names. */
  project: NamedProject | undefined
}

/** Reads a line of quick add where it is typed. The title may be empty, or too long. */
export function readLine(text: string, { locale, ...options }: LineOptions): ParsedLine {
  const said = parseQuickAdd(text, { ...options, isDayFirst: writesDayFirst(locale) })
  const { draft, recognised, dueOn, recurrence } = said
  return { draft: { ...draft, dueAt: dueOn === null ? draft.dueAt : null, dueOn, recurrence }, recognised }
}
