import { guessMapping, type Mapping } from './columns.ts'
import type { ImportedTask, Place } from './imported-task.ts'
import { readRows } from './rows.ts'
import { readTable, type Table, type TableProblem } from './table.ts'
import { isTodoist, readTodoist } from './todoist.ts'

/** What was chosen: a table whose columns may be anything, or projects of Todoist. */
export type Source =
  | { kind: 'table'; name: string; table: Table; mapping: Mapping }
  | { kind: 'todoist'; projects: { name: string; table: Table }[] }

/** What is wrong with a file, or with all of them together. */
export type SourceProblem = { file: string; problem: TableProblem } | 'mixed'

/** Reads the files that were chosen. */
export async function readSource(files: readonly File[]): Promise<Source | SourceProblem> {
  const tables: { name: string; table: Table }[] = []
  for (const file of files) {
    const table = await readTable(file)
    if (typeof table === 'string') return { file: file.name, problem: table }
    tables.push({ name: nameOf(file), table })
  }
  if (tables.every(({ table }) => isTodoist(table))) return { kind: 'todoist', projects: tables }
  const [first, ...others] = tables
  if (!first || others.length > 0) return 'mixed'
  return { kind: 'table', ...first, mapping: guessMapping(first.table.columns) }
}

/** The tasks of what was chosen. */
export function tasksOf(source: Source, place: Place): ImportedTask[] {
  if (source.kind === 'table') return readRows(source.table, source.mapping, place)
  return source.projects.flatMap(({ name, table }) => readTodoist(table, name, place))
}

/** Todoist puts the id of a project behind its name, and browsers a number behind that of a second download. */
const nameOf = ({ name }: File) =>
  name
    .replace(/\.[^.]*$/, '')
    .replace(/\s*\(\d+\)$/, '')
    .replace(/\s*\[\w+\]$/, '')
    .trim()
