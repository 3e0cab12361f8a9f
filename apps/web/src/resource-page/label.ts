import { formatMoment } from '../english/format/moment.ts'
import { capitalised } from '../english/resource-page.ts'
import type { Definition, Row } from './definition.ts'

/** Characters of a text that a row is called by. */
const MAX_LENGTH = 120

/** What a row is called. */
export function labelOf({ fields, label, words }: Definition, row: Row): string {
  const field = label === undefined ? undefined : fields[label]
  const text = label === undefined ? '' : (field?.show(row[label]).trim() ?? '')
  if (text === '' || row[label ?? ''] === null) {
    return `${capitalised(words.one)}, ${formatMoment(row.createdAt)}`
  }
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}
