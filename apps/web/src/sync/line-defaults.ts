import type { Draft, ParsedLine } from '@tandem/client/quick-add'
import { draftOn } from './draft-on-day.ts'

/** What the place where a line of quick add was typed completes it with: a day of the calendar, the page of a project. */
export interface LineDefaults {
  /** `YYYY-MM-DD`, by the user's clock. */
  day?: string | undefined
  projectId?: string | undefined
}

/** The task that a line becomes. A day or a project that the text names itself comes first. */
export function withDefaults({ day, projectId }: LineDefaults, line: ParsedLine): Draft {
  const draft = day === undefined ? line.draft : draftOn(day, line)
  return projectId === undefined || draft.projectId !== null ? draft : { ...draft, projectId }
}
