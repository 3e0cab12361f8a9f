import { type ImportedTask, importedTask, type Place, type TaskTexts } from './imported-task.ts'
import type { Table } from './table.ts'

const COLUMNS = ['TYPE', 'CONTENT', 'PRIORITY', 'INDENT']

/** Whether a table is a project as Todoist exports it. */
export const isTodoist = ({ columns }: Table): boolean => COLUMNS.every((name) => columns.includes(name))

/** The tasks of a project that Todoist exported, one file each. Comments become notes, and a section becomes a tag. */
export function readTodoist({ columns, rows }: Table, project: string, place: Place): ImportedTask[] {
  const found: { row: number; texts: TaskTexts }[] = []
  let section: string | undefined
  for (const [index, cells] of rows.entries()) {
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    const type = cell('TYPE').toLowerCase()
    const last = found.at(-1)
    if (type === 'section') section = cell('CONTENT')
    else if (type === 'note' && last)
      last.texts.notes = [last.texts.notes, cell('CONTENT')].filter(Boolean).join('\n\n')
    else if (type === 'task' || type === '') {
      const { title, tags } = withoutLabels(cell('CONTENT'))
      found.push({
        row: index + 2,
        texts: {
          title,
          notes: cell('DESCRIPTION'),
          // In its files 1 is the most urgent, and 4 is what every task has.
          priority: cell('PRIORITY'),
          due: cell('DATE'),
          tags: section ? [section, ...tags] : tags,
          project,
        },
      })
    }
  }
  return found.flatMap(({ row, texts }) => importedTask(row, texts, place) ?? [])
}

/** In the files labels are words of the task: `Buy milk @shop`. */
function withoutLabels(content: string) {
  const tags = [...content.matchAll(/(?<=^|\s)@([\p{L}\p{N}_-]+)(?=\s|$)/gu)].map(([, label]) => label ?? '')
  const title = content.replaceAll(/(?:^|\s)@[\p{L}\p{N}_-]+(?=\s|$)/gu, '').trim()
  return title === '' ? { title: content, tags: [] } : { title, tags }
}
