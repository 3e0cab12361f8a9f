import type { ResourceTable } from './table.ts'

/**
 * PostgreSQL writes an instant as `2026-12-24 17:00:00.5+00`, and answers have it as `2026-12-24T17:00:00.500Z`. Sessions
 * run in UTC, so only the punctuation differs.
 */
function isoInstant(instant: string): string {
  const fraction = instant.slice(20, -3)
  return `${instant.slice(0, 10)}T${instant.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}

/** The shown fields that hold an instant. */
function instantFields(table: ResourceTable): Set<string> {
  return new Set(table.shown.filter((field) => table.columns[field]?.type === 'timestamptz'))
}

/** Converts rows to records of an answer: the shown fields, with instants in ISO form. */
export function recordOf<Row extends object>(table: ResourceTable): (row: object) => Row {
  const instants = instantFields(table)
  const fields = table.shown.map((name) => ({ name, isInstant: instants.has(name) }))
  return (row) => {
    const read = row as Record<string, unknown>
    const record: Record<string, unknown> = {}
    for (const { name, isInstant } of fields) {
      const value = read[name]
      record[name] = isInstant && typeof value === 'string' ? isoInstant(value) : value
    }
    // The statement was made from this table, so its rows have this type.
    return record as Row
  }
}

const UTC = '+00:00"'
const NO_FRACTION = '.000'
const LENGTH = '2026-12-24T17:00:00.000'.length

/**
 * Converts the instants in the JSON of rows, where PostgreSQL writes `"dueAt":"2026-12-24T17:00:00.5+00:00"`. Only the
 * value of a field that holds an instant is rewritten: a quote inside a text is escaped, so `"dueAt":"` cannot be part of one.
 */
export function jsonInstants(table: ResourceTable): (json: string) => string {
  const fields = instantFields(table)
  return (json) => {
    let written = ''
    let from = 0
    for (let end = json.indexOf(UTC); end !== -1; end = json.indexOf(UTC, end + UTC.length)) {
      const start = json.lastIndexOf('"', end - 1) + 1
      if (!json.startsWith('":"', start - 3)) continue
      const field = json.slice(json.lastIndexOf('"', start - 4) + 1, start - 3)
      if (!fields.has(field)) continue
      const missing = LENGTH - (end - start)
      written += `${json.slice(from, end)}${NO_FRACTION.slice(NO_FRACTION.length - missing)}Z"`
      from = end + UTC.length
    }
    return written + json.slice(from)
  }
}
