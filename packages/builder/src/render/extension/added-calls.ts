import type { Column } from '../columns.ts'
import { filtered, ranged } from '../files/schema.ts'
import { invalidValue, validValue } from '../samples.ts'

/** `added-calls.ts`: inputs with the added fields for the walks over every procedure, valid ones and such that are refused. */
export function addedCallsFile(columns: readonly Column[]): string {
  const valid = columns.map((column) => `${column.field}: ${validValue(column, 3)}`)
  const wrong = columns.map((column) => `${column.field}: ${invalidValue(column)}`)
  const lists = listCalls(columns)
  return `/** Test data for the walks over every procedure: see access.ts. */
export const addedCalls = {
  update: [{ ${valid.join(', ')} }, { ${wrong.join(', ')} }],
  ${lists.length > 0 ? `list: [${lists.join(', ')}],` : ''}
}
`
}

function listCalls(columns: readonly Column[]): string[] {
  const [equal, between] = [filtered(columns), ranged(columns)]
  const sorted = columns.filter(({ spec }) => spec.sortable).map(({ field }) => `-${field}`)
  const valid = [
    ...equal.map((column) => `${column.field}: [${validValue(column, 0)}]`),
    ...between.map((column) => `${column.field}Min: ${validValue(column, 0)}`),
    ...(sorted.length > 0 ? [`sort: '${sorted.join()}'`] : []),
  ]
  const wrong = [
    ...equal.map((column) => `${column.field}: ${invalidValue(column)}`),
    ...between.map((column) => `${column.field}Max: ${invalidValue(column)}`),
  ]
  return [valid, wrong].filter((parts) => parts.length > 0).map((parts) => `{ ${parts.join(', ')} }`)
}
