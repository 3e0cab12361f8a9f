import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import type { Project } from '../rendering.ts'
import { type Imports, key, literal, quoted } from '../source.ts'
import { isLongText } from './names.ts'
import { offered } from './related.ts'

const FIELDS = '../../resource-page/fields.ts'
const CLIENT = '../../api/client.ts'

/** The fields of a page, as code. */
export function pageFields(
  resource: Resource,
  columns: readonly Column[],
  project: Project,
  imports: Imports,
): string {
  const all = columns.map((column) => {
    const field = fieldOf(column, resource, project, imports)
    const isOptional = column.isNullable && column.type !== 'computed'
    return `${key(column.field)}: ${isOptional ? `${imports.use(FIELDS, 'optional')}(${field})` : field}`
  })
  return `{\n${all.map((field) => `${field},\n`).join('')}}`
}

/** Whether a field offers rows that are below the parent of the page. */
export const needsParent = (columns: readonly Column[], resource: Resource, project: Project) =>
  columns.some((column) => offered(column, resource, project)?.parent !== undefined)

function fieldOf(column: Column, resource: Resource, project: Project, imports: Imports): string {
  const { field, spec, type } = column
  const use = (name: string, ...options: string[]) =>
    `${imports.use(FIELDS, name)}(${options.length > 0 ? `{ ${options.join(', ')} }` : ''})`
  const common = [...initialOf(column), ...(spec.unique ? ['isUnique: true'] : [])]
  switch (type) {
    case 'text':
      return use('text', ...textOptions(column), ...common)
    case 'enum':
      return use(
        'choice',
        `names: words.values${/^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${quoted(field)}]`}`,
        ...common,
      )
    case 'json': {
      const answer = `${imports.type('../../api/trpc.ts', 'Outputs')}['${resource.names.one}']['list']['data'][number]['${field}']`
      const value = column.isNullable ? `NonNullable<${answer}>` : answer
      return `${imports.use(FIELDS, 'json')}<${value}>(${common.length > 0 ? `{ ${common.join(', ')} }` : ''})`
    }
    case 'relation':
      return relationOf(column, resource, project, imports)
    case 'computed':
      return `${imports.use(FIELDS, 'computed')}(${use(COMPUTED[column.computed ?? ''] ?? 'text')})`
    default:
      return use(type, ...common)
  }
}

function textOptions(column: Column): string[] {
  const isRequired = !column.isNullable && Number(column.spec.min ?? 0) > 0
  return [...(isLongText(column) ? ['isLong: true'] : []), ...(isRequired ? ['isRequired: true'] : [])]
}

/** What a computed field of a type of PostgreSQL is shown as. */
const COMPUTED: Readonly<Record<string, string>> = {
  integer: 'integer',
  numeric: 'decimal',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'instant',
  uuid: 'uuid',
}

function initialOf({ initial, type }: Column): string[] {
  if (initial === undefined || initial === null) return []
  return [`initial: ${type === 'decimal' ? quoted(String(initial)) : literal(initial)}`]
}

/** A choice from rows, or the id alone where they cannot be listed. */
function relationOf(column: Column, resource: Resource, project: Project, imports: Imports): string {
  if (column.spec.to === 'user') return ownerOf(imports)
  const found = offered(column, resource, project)
  if (!found) return `${imports.use(FIELDS, 'uuid')}()`
  const { related, parent } = found
  const { name, label } = related
  const client = imports.use(CLIENT, 'client')
  const above = parent === undefined ? '' : `${parent}, `
  const parts = [
    `name: '${name}'`,
    ...(label?.isSortable ? [`sort: '${label.field}'`] : []),
    ...(related.hasSearch ? ['isSearchable: true'] : []),
    ...(related.isWhole ? ['isWhole: true'] : []),
    `list: (input, signal) => ${client}.${name}.list.query(${above ? `{ ${above}...input }` : 'input'}, { signal })`,
    ...(related.hasGet
      ? [`get: (id, signal) => ${client}.${name}.get.query({ ${above}id }, { signal })`]
      : []),
    ...(label ? [`labelOf: ({ ${label.field} }) => ${label.field}`] : []),
  ]
  return `${imports.use(FIELDS, 'relation')}({ ${parts.join(', ')} })`
}

/** A relation to the owner: nobody else is to choose from. */
function ownerOf(imports: Imports): string {
  const client = imports.use(CLIENT, 'client')
  return `${imports.use(FIELDS, 'relation')}({
    name: 'user',
    list: async () => ({ data: [await ${client}.user.me.query()] }),
    get: () => ${client}.user.me.query(),
    labelOf: ({ name }) => name,
  })`
}
