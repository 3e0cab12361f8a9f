import type { Values } from '../statement.ts'
import { asSorted, column, type ResourceTable } from '../table.ts'
import type { SortKey } from './sort.ts'

/** Where a page ended: the sorted fields of its last row, and the id that tells equal rows apart. */
export interface Position {
  id: string
  values: Record<string, unknown>
}

/** Part of a list whose order one index gives. */
export interface Segment {
  conditions: string[]
  /** What is left to sort by in it. */
  by: SortKey[]
  /** Its rows all have a value for the first of `by`, even if that column is nullable. */
  isFirstSet: boolean
  /** The position, where it lies in this segment. */
  after: Position | undefined
}

/** A total order: the keys asked for, then the id. The index behind a sort ends in the id, and is read in one direction. */
export function totalOrder(sort: readonly SortKey[]): SortKey[] {
  return [...sort, { field: 'id', direction: sort.at(-1)?.direction ?? 'asc' }]
}

/** Rows without a value come last in either direction. `from` is the table, or what stands for it. */
export function orderBy(table: ResourceTable, from: string, keys: readonly SortKey[]): string {
  return keys
    .map(({ field, direction }) => {
      const { name, isNullable } = column(table, field)
      return `${asSorted(table, field, `${from}.${name}`)} ${direction}${isNullable ? ' NULLS LAST' : ''}`
    })
    .join(', ')
}

/**
 * The rows with a value for the first key, and then those without one: an index holds each of them in order, but not, in
 * both directions, one after the other.
 */
export function segments(
  table: ResourceTable,
  keys: SortKey[],
  position: Position | undefined,
): [Segment, ...Segment[]] {
  const [first, ...rest] = keys
  const sorted = first && column(table, first.field)
  if (!first || !sorted?.isNullable) return [{ conditions: [], by: keys, isFirstSet: true, after: position }]
  const withValue = {
    conditions: [`${sorted.name} IS NOT NULL`],
    by: keys,
    isFirstSet: true,
    after: position,
  }
  const without = { conditions: [`${sorted.name} IS NULL`], by: rest, isFirstSet: false, after: undefined }
  if (position && position.values[first.field] === null) return [{ ...without, after: position }]
  return [withValue, without]
}

/**
 * The condition for the rows of a segment that {@link orderBy} puts after the position: for each key, the rows that are
 * equal in the keys before it and beyond it in this one. Where all keys have one direction and no nulls, it is a comparison
 * of rows, which an index can start from.
 */
export function afterRow(
  table: ResourceTable,
  values: Values,
  { by: keys, isFirstSet }: Pick<Segment, 'by' | 'isFirstSet'>,
  { id, values: last }: Position,
): string {
  const found = keys.map((key, i) => {
    const { name, isNullable } = column(table, key.field)
    const value = key.field === 'id' ? id : (last[key.field] ?? null)
    return {
      ...key,
      column: asSorted(table, key.field, name),
      value,
      mayBeNull: isNullable && !(i === 0 && isFirstSet),
    }
  })
  const isDescending = keys[0]?.direction === 'desc'
  if (found.every(({ direction, mayBeNull }) => !mayBeNull && (direction === 'desc') === isDescending)) {
    const columns = found.map((key) => key.column).join(', ')
    const places = found.map(({ field, value }) => asSorted(table, field, values.of(field, value))).join(', ')
    return `(${columns}) ${isDescending ? '<' : '>'} (${places})`
  }

  const alternatives: string[] = []
  const equal: string[] = []
  for (const { column: name, field, direction, value, mayBeNull } of found) {
    if (value === null) {
      // Nulls are last: nothing is beyond them.
      equal.push(`${name} IS NULL`)
      continue
    }
    const place = asSorted(table, field, values.of(field, value))
    const beyond = `${name} ${direction === 'desc' ? '<' : '>'} ${place}`
    alternatives.push([...equal, mayBeNull ? `(${beyond} OR ${name} IS NULL)` : beyond].join(' AND '))
    equal.push(`${name} = ${place}`)
  }
  return `(${alternatives.map((one) => `(${one})`).join(' OR ')})`
}
