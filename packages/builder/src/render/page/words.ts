import { capitalized } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { key, literal, quoted } from '../source.ts'

/** What the page is called in the navigation: `Notes`. */
export const titleOf = ({ names }: Resource) => capitalized(names.manyWords)

/** `english/resources/note.ts`: what the page says of the resource. */
export function wordsFile(resource: Resource, columns: readonly Column[]): string {
  const { actions, names } = resource
  const fields = columns.map((column) => `${key(column.field)}: ${quoted(fieldWords(column))}`)
  const choices = columns.filter(({ type }) => type === 'enum')
  return `/** What the page of ${names.manyWords} says of them. */
export const ${names.one} = {
  title: ${quoted(titleOf(resource))},
  one: ${quoted(names.words)},
  fields: {${fields.join(', ')}},
${choices.length === 0 ? '' : `/** The values of fields that have a few. */\nvalues: {${choices.map(valuesOf).join(', ')}},`}
${actions.length === 0 ? '' : `actions: {${actions.map(({ name }) => `${key(name)}: ${quoted(actionWords({ name }))}`).join(', ')}},`}
} as const
`
}

/** What a field is called: `Remind at`. A relation is called by what it points to, and not by the id. */
export const fieldWords = ({ field, relation, spec }: Pick<Column, 'field' | 'relation' | 'spec'>) =>
  sentence(relation ? spec.name : field)

export const actionWords = ({ name }: { name: string }) => sentence(name)

/** `dueAt` in words: `Due at`. */
function sentence(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return capitalized(words)
}

function valuesOf({ field, spec: { values = [] } }: Column): string {
  return `${key(field)}: ${literal(Object.fromEntries(values.map((value, i) => [value, valueWords(values)[i]])))}`
}

/** What the values of a field are called. Where that would make two the same, they are called what they are. */
export function valueWords(values: readonly string[]): string[] {
  const words = values.map((value) =>
    /^[a-z][a-z0-9_]*$/.test(value) ? capitalized(value.replaceAll('_', ' ')) : value,
  )
  return new Set(words).size === words.length ? words : [...values]
}
