import type { SortField, SortKey } from './sort.ts'
import { COLUMN, type Values } from './sql.ts'

/** Where a page ended: the sorted fields of its last row, and the id that tells equal ones apart. */
export interface Position {
  id: string
  values: Partial<Record<SortField, string | Date | null>>
}

/** What rows are sorted by. */
export type Key = { field: SortField | 'id'; direction: SortKey['direction'] }

/** A total order: the keys asked for, then the id. The index behind a sort ends in the id, and is read in one direction. */
export function totalOrder(sort: SortKey[]): Key[] {
  return [...sort, { field: 'id', direction: sort.at(-1)?.direction ?? 'asc' }]
}

/** Tasks with no due date come last either way. */
export function orderBy(table: string, keys: Key[]): string {
  return keys
    .map(
      ({ field, direction }) =>
        `${table}.${COLUMN[field]} ${direction}${field === 'dueAt' ? ' NULLS LAST' : ''}`,
    )
    .join(', ')
}

/**
 * All rows that {@link orderBy} puts after the position: for each key, those equal in the keys before it and beyond it
 * in this one. Where every key goes the same way, and none may be null, that is a comparison of rows, which an index
 * finds the beginning of. The first key is never null.
 */
export function afterRow(values: Values, keys: Key[], { id, values: last }: Position): string {
  const found = keys.map((key) => ({ ...key, value: key.field === 'id' ? id : (last[key.field] ?? null) }))
  const mayBeNull = ({ field }: Key, i: number) => field === 'dueAt' && i > 0
  const descending = keys[0]?.direction === 'desc'
  if (!keys.some(mayBeNull) && keys.every(({ direction }) => (direction === 'desc') === descending)) {
    const columns = keys.map(({ field }) => COLUMN[field]).join(', ')
    const places = found.map(({ field, value }) => values.of(field, value)).join(', ')
    return `(${columns}) ${descending ? '<' : '>'} (${places})`
  }

  const alternatives: string[] = []
  const equal: string[] = []
  for (const [i, key] of found.entries()) {
    const column = COLUMN[key.field]
    if (key.value === null) {
      // Nulls are last: nothing is beyond them.
      equal.push(`${column} IS NULL`)
      continue
    }
    const place = values.of(key.field, key.value)
    const beyond = `${column} ${key.direction === 'desc' ? '<' : '>'} ${place}`
    alternatives.push(
      [...equal, mayBeNull(key, i) ? `(${beyond} OR ${column} IS NULL)` : beyond].join(' AND '),
    )
    equal.push(`${column} = ${place}`)
  }
  return `(${alternatives.map((one) => `(${one})`).join(' OR ')})`
}
