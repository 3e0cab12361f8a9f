import type { NamesOf } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { maxLength } from '../types.ts'

export const WEB = 'apps/web/src'

/** The files of a page. */
export const pageFiles = ({ folder }: NamesOf) => ({
  page: `${WEB}/resources/${folder}/${folder}-page.tsx`,
  entry: `${WEB}/resources/${folder}/entry.ts`,
  words: `${WEB}/english/resources/${folder}.ts`,
  test: `apps/web/e2e/resources/${folder}.e2e.ts`,
})

/** The route of a page, as the router matches it: `/tasks/:taskId/notes`. */
export function routeOf({ names, parent }: Resource): string {
  return parent ? `/${parent.path}/:${parent.one}Id/${names.path}` : `/${names.path}`
}

/** Characters from which on a text has several lines. */
const LONG_TEXT = 500

export const isLongText = (column: Column) => column.type === 'text' && maxLength(column) > LONG_TEXT

/** Fields that a row is likely called by. */
const LABELS = ['name', 'title', 'label', 'subject']

/** The field that a row is called by: a text. */
export function labelField<Field extends { type: string; required?: boolean | undefined; name: string }>(
  fields: readonly Field[],
): Field | undefined {
  const texts = fields.filter(({ type }) => type === 'text')
  return (
    LABELS.map((label) => texts.find(({ name }) => name === label)).find(Boolean) ??
    texts.find(({ required }) => required) ??
    texts[0]
  )
}
