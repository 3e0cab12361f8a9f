import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { Imports, literal } from '../source.ts'
import { constants, filtered, KINDS, ranged, searched, settable } from './schema.ts'

/** `table.ts`: what is kept, and how it is asked for. */
export function tableFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const { names, operations, parent } = resource
  const { sortFields, table, calls } = constants(resource)
  const hasList = operations.includes('list')
  const declaration = [
    `one: ${literal(names.words)}`,
    `settable: ${literal(settable(columns).map(({ field }) => field))}`,
    `sortable: ${hasList ? imports.use('./schema.ts', sortFields) : '[]'}`,
    ...fieldsThat(
      'uniqueIgnoringCase',
      columns,
      ({ spec }) => spec.unique === true && spec.ignoreCase === true,
    ),
    ...fieldsThat('toOwner', columns, ({ relation }) => relation !== undefined && !relation.target),
    ...(parent
      ? [
          `parent: { field: '${parent.one}Id', of: ${imports.use(`../${parent.folder}/table.ts`, `${parent.one}Table`)} }`,
        ]
      : []),
  ]
  const defineTable = imports.use('../resource/table.ts', 'defineTable')
  const tables = imports.use('@tandem/db/tables', 'tables')
  const callsOf = `${imports.use('../resource/calls.ts', 'callsOf')}(${imports.use('../resource/store.ts', 'createStore')}(${table}))`
  const all = hasList ? `{ ...${callsOf}, list: ${listOf(resource, columns, imports)} }` : callsOf
  return `${imports}
export const ${table} = ${defineTable}(${tables}.${names.Model}, {${declaration.join(',')}})

export const ${calls} = ${all}
`
}

function fieldsThat(name: string, columns: readonly Column[], is: (column: Column) => boolean): string[] {
  const fields = columns.filter(is).map(({ field }) => field)
  return fields.length > 0 ? [`${name}: ${literal(fields)}`] : []
}

function listOf(resource: Resource, columns: readonly Column[], imports: Imports): string {
  const { table } = constants(resource)
  const create = imports.use('../resource/list/list.ts', KINDS[resource.pagination].create)
  const filters = Object.entries({
    equalTo: filtered(columns),
    between: ranged(columns),
    search: searched(columns),
  }).flatMap(([name, of]) => (of.length > 0 ? [`${name}: ${literal(of.map(({ field }) => field))}`] : []))
  const options =
    filters.length > 0
      ? `, { filters: ${imports.use('../resource/list/filters.ts', 'filtersOf')}(${table}, { ${filters.join(', ')} }) }`
      : ''
  return `${imports.use('../resource/calls.ts', 'listCallOf')}(${create}(${table}${options}))`
}
