import type { Field, Mapping } from './columns.ts'
import { type ImportedTask, importedTask, type Place } from './imported-task.ts'
import type { Table } from './table.ts'

/** The tasks of a table whose columns are known. Rows that say nothing of a task are left out. */
export function readRows({ rows }: Table, mapping: Mapping, place: Place): ImportedTask[] {
  return rows.flatMap((row, index) => {
    const all = (field: Field) => row.filter((text, i) => mapping[i] === field && text !== '').map(plain)
    const first = (field: Field) => all(field)[0] ?? ''
    const texts = {
      title: first('title'),
      notes: all('notes').join('\n\n'),
      status: first('status'),
      priority: first('priority'),
      due: first('due'),
      recurrence: first('recurrence'),
      tags: all('tags').flatMap((text) => text.split(/[,;|]/).map((tag) => tag.trim().replace(/^#/, ''))),
      project: first('project'),
    }
    // The first row names the columns.
    return importedTask(index + 2, texts, place) ?? []
  })
}

/** A text as it was before it was written so that no spreadsheet takes it for a formula. */
const plain = (text: string) => text.replace(/^'(?=[=+\-@])/, '')
