import { capitalized, snakeCase } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { Imports, literal } from '../source.ts'
import { answerOf, inputSchema, shapeOf } from '../types.ts'

const LIST = '../resource/list'
/** Values that a filter takes at once, where the field's own do not limit it. */
const MAX_VALUES = 20

/** Names in the files of a resource. Where the plural is the singular, the calls have another name than the schema. */
export function constants({ names }: Resource) {
  const { one, many, Models } = names
  return {
    answer: one,
    page: `${one}Page`,
    inputs: `${one}Inputs`,
    listInput: `list${Models}Input`,
    sortFields: `${snakeCase(one).toUpperCase()}_SORT_FIELDS`,
    table: `${one}Table`,
    router: `${one}Router`,
    calls: many === one ? `${one}Calls` : many,
  }
}

/** `schema.ts`: what an answer holds, what a caller can set, and what a list takes. */
export function schemaFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const z = imports.use('zod', 'z')
  const { names, operations, parent } = resource
  const { answer, inputs } = constants(resource)
  const hasList = operations.includes('list')
  const parts = [
    ...columns.flatMap((column) => ownSchema(resource, column, imports)),
    ...(parent ? [`const parent = { ${parent.one}Id: ${imports.use('../core/text.ts', 'lookupId')} }`] : []),
    `export const ${answer} = ${z}.object({${answerFields(resource, columns, imports).join(',')}}).meta({ id: '${names.Model}' })
export type ${names.Model} = z.infer<typeof ${answer}>`,
    ...(hasList ? [pageSchema(resource, imports)] : []),
    `/** What a caller can set, each with the default that creating and replacing give it. */
const fields = {${settable(columns)
      .map((column) => `${column.field}: ${inputOf(resource, column, imports)}`)
      .join(',')}}
export const ${inputs} = ${imports.use('../resource/schema.ts', 'inputsOf')}(fields, ${parent ? 'parent' : '{}'})`,
    ...(hasList ? [listSchema(resource, columns, imports)] : []),
  ]
  return `${imports}\n${parts.join('\n\n')}\n`
}

/** What a caller can set. */
export const settable = (columns: readonly Column[]) => columns.filter(({ type }) => type !== 'computed')

/** What a list can be sorted by. */
export function sortFields(columns: readonly Column[]): string[] {
  return ['createdAt', 'updatedAt', ...columns.filter(({ spec }) => spec.sortable).map(({ field }) => field)]
}

/** The constant of a field's own schema, that of an enum or of JSON: `noteKind`. */
export function ownConst({ names }: Resource, { enumName, field, type }: Column): string {
  if (type === 'enum' && enumName) return enumName.replace(names.Model, names.one)
  return names.one + capitalized(['page', 'inputs'].includes(field) ? `${field}Value` : field)
}

function ownSchema(resource: Resource, column: Column, imports: Imports): string[] {
  const name = ownConst(resource, column)
  const id = resource.names.Model + name.slice(resource.names.one.length)
  if (column.type === 'enum')
    return [`export const ${name} = z.enum(${literal(column.spec.values ?? [])}).meta({ id: '${id}' })`]
  if (column.type === 'json')
    return [`export const ${name} = ${shapeOf(column, imports)}.meta({ id: '${id}' })`]
  return []
}

function answerFields(resource: Resource, columns: readonly Column[], imports: Imports): string[] {
  const { parent } = resource
  const time = imports.use('../core/time.ts', 'timestamp')
  return [
    ...(parent ? [`${parent.one}Id: z.uuid()`] : []),
    'id: z.uuid()',
    ...columns.map((column) => `${column.field}: ${answerOf(column, imports, ownConst(resource, column))}`),
    'version: z.int()',
    `createdAt: ${time}`,
    `updatedAt: ${time}`,
  ]
}

function inputOf(resource: Resource, column: Column, imports: Imports): string {
  const value = inputSchema(column, imports, ownConst(resource, column))
  if (column.isNullable) return `${value}.nullable().default(null)`
  return column.initial === undefined ? value : `${value}.default(${literal(column.initial)})`
}

function pageSchema(resource: Resource, imports: Imports): string {
  const { answer, page } = constants(resource)
  const pageOf = imports.use(`${LIST}/page.ts`, resource.pagination === 'cursor' ? 'cursorPageOf' : 'pageOf')
  return `export const ${page} = ${pageOf}(${answer}).meta({ id: '${resource.names.Model}Page' })`
}

function listSchema(resource: Resource, columns: readonly Column[], imports: Imports): string {
  const { sortFields: SORT, listInput } = constants(resource)
  const isBoth = resource.pagination === 'both'
  const sortOf = imports.use(`${LIST}/sort.ts`, 'sortOf')
  const fields = [
    ...(resource.parent ? ['...parent'] : []),
    ...filtered(columns).map((column) => filterOf(resource, column, imports)),
    `sort: ${sortOf}(${SORT}, { description: 'Comma-separated fields' }).prefault('-createdAt')`,
    `...${imports.use(`${LIST}/page.ts`, isBoth ? 'pageInput' : 'cursorInput')}`,
  ]
  const refined = isBoth ? `.refine(...${imports.use(`${LIST}/page.ts`, 'notBoth')})` : ''
  return `export const ${SORT} = ${literal(sortFields(columns))} as const

export const ${listInput} = z.strictObject({${fields.join(',')}})${refined}${resource.parent ? '' : '.prefault({})'}`
}

/** The fields that a list is filtered by. */
export const filtered = (columns: readonly Column[]) => columns.filter(({ spec }) => spec.filterable)

function filterOf(resource: Resource, column: Column, imports: Imports): string {
  const value =
    column.type === 'computed'
      ? answerOf({ ...column, isNullable: false }, imports, '')
      : inputSchema(column, imports, ownConst(resource, column))
  const max =
    column.type === 'enum' ? (column.spec.values ?? []).length : column.type === 'boolean' ? 2 : MAX_VALUES
  return `${column.field}: ${imports.use('../resource/schema.ts', 'anyOf')}(${value}, ${max})`
}
