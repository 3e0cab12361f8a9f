import { type Batch, type Call, toBatch } from './batch.ts'
import { MAX_PLACES, type ManyForm } from './statement.ts'

/**
 * Makes one query of the writes that have the same list form and are for different rows, at most MAX_PLACES each.
 * The order is kept, except that a write joins the latest query of its kind.
 */
export function mergeWrites<Write extends Call>(writes: readonly Write[]): Batch<Write>[] {
  const merged: Write[][] = []
  /** The latest query of each kind, and the rows that it writes. */
  const latest = new Map<string, { calls: Write[]; rows: Set<string> }>()
  for (const write of writes) {
    const { many } = write.statement
    const row = many && rowOf(many, write)
    if (!many || row === undefined) {
      merged.push([write])
      continue
    }
    const found = latest.get(many.text)
    if (found && !found.rows.has(row) && found.calls.length < MAX_PLACES) {
      found.calls.push(write)
      found.rows.add(row)
    } else {
      const calls = [write]
      merged.push(calls)
      latest.set(many.text, { calls, rows: new Set([row]) })
    }
  }
  return merged.map(toBatch)
}

/** Identifies the row of a write. A UUID can be spelt in several ways: they are one row. */
function rowOf({ rowKey, types }: ManyForm, { values }: Call): string | undefined {
  if (rowKey === undefined) return
  const key = String(values[rowKey])
  return types[rowKey] === 'uuid' ? key.replaceAll(/[{}-]/g, '').toLowerCase() : key
}
