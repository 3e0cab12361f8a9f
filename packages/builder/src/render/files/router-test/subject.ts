import type { Resource } from '../../../spec/resource.ts'
import type { Column } from '../../columns.ts'
import type { Imports } from '../../source.ts'

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
