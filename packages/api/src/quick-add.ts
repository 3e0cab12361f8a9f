/** Quick add in a browser, as the server reads it. Nothing here imports server code, or zod. */
import type { ParsedLine } from './task/quick-add/parse/parsed-line.ts'
import { type Project, projectAmong, projectCandidates } from './task/quick-add/parse/project-names.ts'
import { type LineOptions, readLine } from './task/quick-add/parse/read-line.ts'
import type { Span } from './task/quick-add/parse/words.ts'

export { foldCase } from './core/fields/fold-case.ts'
export type { Draft, ParsedLine, Recognised } from './task/quick-add/parse/parsed-line.ts'

export interface ParseLineOptions extends Pick<LineOptions, 'now' | 'timeZone' | 'locale'> {
  /** Parts of the line that are words and nothing else, counted as in `recognised`. */
  keep?: readonly Span[]
  /** The user's projects, that the line may name. */
  projects?: readonly Project[]
}

/**
 * What `task.quickAdd` makes of a line on a dry run. The draft can be created as it is, but its title may be empty or too long.
 */
export function parseLine(
  text: string,
  { keep = [], projects = [], ...options }: ParseLineOptions,
): ParsedLine {
  const project = projectAmong(projectCandidates(text, keep), projects)
  return readLine(text, { ...options, keep, project })
}
