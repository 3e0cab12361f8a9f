/** A statement with its values; where it takes lists, with the row that it is for (see `Run`). */
export interface Mergeable {
  sql: string
  values: readonly unknown[]
  row: string | undefined
}

/** A statement that does what several would have done, each in its place, from 1. */
export interface Merged<Part extends Mergeable> {
  sql: string
  values: readonly unknown[]
  parts: readonly Part[]
}

/** How long the lists of a statement may become: it may say so itself, to be planned well. */
const MOST_PLACES = 100

/**
 * Makes one statement of those that take lists, have the same text and are for different rows: what PostgreSQL does for a
 * statement, and the driver, it does once then. They stay in their order, except that one joins the first of its kind.
 */
export function merge<Part extends Mergeable>(statements: readonly Part[]): Merged<Part>[] {
  const groups: Part[][] = []
  const open = new Map<string, { parts: Part[]; rows: Set<string> }>()
  for (const part of statements) {
    const { sql, row } = part
    const found = row === undefined ? undefined : open.get(sql)
    if (found && row !== undefined && !found.rows.has(row) && found.parts.length < MOST_PLACES) {
      found.parts.push(part)
      found.rows.add(row)
      continue
    }
    const parts = [part]
    groups.push(parts)
    if (row !== undefined) open.set(sql, { parts, rows: new Set([row]) })
  }
  return groups.map(merged)
}

function merged<Part extends Mergeable>(parts: readonly Part[]): Merged<Part> {
  const [{ sql, values }] = parts as [Part]
  if (parts.length === 1) return { sql, values, parts }
  const lists = values.map((_, i) => parts.map((part) => (part.values[i] as unknown[])[0]))
  return { sql, values: lists, parts }
}

/** The rows that each of the parts is answered. */
export function rowsOfParts({ parts }: Merged<Mergeable>, rows: object[]): object[][] {
  if (parts.length === 1) return [rows]
  const each = parts.map((): object[] => [])
  for (const row of rows as { place: number }[]) each[row.place - 1]?.push(row)
  return each
}
