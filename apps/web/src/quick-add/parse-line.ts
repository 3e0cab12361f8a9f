import { type ParsedLine, type ParseLineOptions, parseLine } from '@tandem/client/quick-add'
import type { Project } from '../api/trpc.ts'
import { type LineDefaults, withDefaults } from '../sync/line-defaults.ts'

interface Place extends Omit<ParseLineOptions, 'projects'> {
  /** Undefined where they are not known. */
  projects: readonly Project[] | undefined
  /** What completes the line where it is typed. */
  defaults: LineDefaults
}

/** What a line becomes where it is typed. */
export function parseAt(text: string, { projects, defaults, ...options }: Place): ParsedLine {
  const line = parseLine(text, { ...options, ...(projects && { projects }) })
  return { ...line, draft: withDefaults(defaults, line) }
}
