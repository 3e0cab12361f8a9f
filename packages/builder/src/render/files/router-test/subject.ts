import type { Resource } from '../../../spec/resource.ts'
import type { Column } from '../../columns.ts'
import { validValue } from '../../samples.ts'
import type { Imports } from '../../source.ts'
import { otherIds, uniqueIds } from '../sample.ts'

/** What the tests of a resource are written from. */
export interface Subject {
  resource: Resource
  columns: readonly Column[]
  imports: Imports
  /** The router of the resource, as code: `api.note`. */
  api: string
  /** `...path, id: made.id`, as code. */
  keyOf(id: string): string
}

/** The first line of a test: what `setUp` gives it. */
export const opened = ({ resource }: Subject, ...more: string[]) =>
  `const { ${['api', 'fields', ...more, ...(resource.parent ? ['path'] : [])].join(', ')} } = await setUp()`

/** What a test that makes more than one row needs beside. */
export const forRows = ({ columns }: Subject) => (uniqueIds(columns).length > 0 ? ['user'] : [])

/** The fields of a row that goes together with the first one, as code. */
export function otherRow(columns: readonly Column[]): string {
  const fresh = columns
    .filter(({ isGiven, isUnrepeatable, relation }) => isGiven && isUnrepeatable && !relation)
    .map((column) => `${column.field}: ${validValue(column, 1)}`)
  const other = [...fresh, ...otherIds(columns, 'user')]
  return other.length > 0 ? `{ ...fields, ${other.join(', ')} }` : 'fields'
}
