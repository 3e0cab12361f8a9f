import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { equalFilter, filtered, inputOf, ownConst, ownSchema, ranged, rangeFilters } from '../files/schema.ts'
import { Imports, literal } from '../source.ts'
import { answerOf } from '../types.ts'

/** `added-fields.ts`: what the files of the resource take in of fields that were added to it. */
export function addedFieldsFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const own = columns.flatMap((column) => ownSchema(resource, column, imports))
  const answers = columns.map(
    (column) => `${column.field}: ${answerOf(column, imports, ownConst(resource, column))}`,
  )
  const inputs = columns.map((column) => `${column.field}: ${inputOf(resource, column, imports)}`)
  const sorted = columns.filter(({ spec }) => spec.sortable)
  const parts = [
    ...own,
    `/** What answers show of them. */
export const addedAnswer = {${answers.join(',')}}`,
    `/** What a caller can set, each with the default that creating and replacing give it. */
export const addedFields = {${inputs.join(',')}}
export const ADDED_SETTABLE = ${fieldsOf(columns)} as const`,
    ...(sorted.length > 0 ? [`export const ADDED_SORT_FIELDS = ${fieldsOf(sorted)} as const`] : []),
    ...filters(resource, columns, imports),
  ]
  const code = parts.join('\n\n')
  if (/\bz\./.test(code)) imports.use('zod', 'z')
  return `${imports}\n${code}\n`
}

function filters(resource: Resource, columns: readonly Column[], imports: Imports): string[] {
  const [equal, between] = [filtered(columns), ranged(columns)]
  if (equal.length === 0) return []
  const parameters = [
    ...equal.map((column) => equalFilter(resource, column, imports)),
    ...between.flatMap((column) => rangeFilters(resource, column, imports)),
  ]
  const ranges = between.length > 0 ? `, between: ${fieldsOf(between)}` : ''
  return [
    `/** The parameters that a list is filtered by. */
export const addedQuery = {${parameters.join(',')}}
export const ADDED_FILTERS = { equalTo: ${fieldsOf(equal)}${ranges} } as const`,
  ]
}

const fieldsOf = (columns: readonly Column[]) => literal(columns.map(({ field }) => field))
