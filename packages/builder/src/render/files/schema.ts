import { capitalized, snakeCase } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Pagination } from '../../spec/spec.ts'
import type { Column } from '../columns.ts'
import { Imports, literal } from '../source.ts'
import { answerOf, inputSchema, shapeOf } from '../types.ts'

const LIST = '../resource/list'
/** Values that a filter takes at once, where the field's own do not limit it. */
const MAX_VALUES = 20

/** What a list of each kind is made with: in `table.ts`, in `schema.ts`, and in `router.ts`. */
export const KINDS: Record<Pagination, { create: string; input?: string; page: string; rest: string }> = {
  both: { create: 'createList', input: 'pageInput', page: 'pageOf', rest: 'list' },
  cursor: { create: 'createCursorList', input: 'cursorInput', page: 'cursorPageOf', rest: 'list' },
  offset: { create: 'createOffsetList', input: 'offsetInput', page: 'offsetPageOf', rest: 'listByOffset' },
  none: { create: 'createWholeList', page: 'wholeOf', rest: 'listWhole' },
}

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
    ...(parent
      ? [`const parent = { ${parent.one}Id: ${imports.use('../core/fields/text.ts', 'lookupId')} }`]
      : []),
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

/** The schema of a field that is written once and used by name. */
export function ownSchema(resource: Resource, column: Column, imports: Imports): string[] {
  if (!isOwnSchema(column)) return []
  const name = ownConst(resource, column)
  const id = resource.names.Model + name.slice(resource.names.one.length)
  if (column.type === 'enum')
    return [`export const ${name} = z.enum(${literal(column.spec.values ?? [])}).meta({ id: '${id}' })`]
  if (column.type === 'json')
    return [`export const ${name} = ${shapeOf(column, imports)}.meta({ id: '${id}' })`]
  return [`const ${name} = ${inputSchema(column, imports, name)}`]
}

function answerFields(resource: Resource, columns: readonly Column[], imports: Imports): string[] {
  const { parent } = resource
  const time = imports.use('../core/fields/time.ts', 'timestamp')
  return [
    ...(parent ? [`${parent.one}Id: z.uuid()`] : []),
    'id: z.uuid()',
    ...columns.map((column) => `${column.field}: ${answerOf(column, imports, ownConst(resource, column))}`),
    'version: z.int()',
    `createdAt: ${time}`,
    `updatedAt: ${time}`,
  ]
}

/** What a caller can give a field, with its default, as code. */
export function inputOf(resource: Resource, column: Column, imports: Imports): string {
  const own = ownConst(resource, column)
  const value = isOwnSchema(column) && column.type !== 'json' ? own : inputSchema(column, imports, own)
  if (column.isNullable) return `${value}.nullable().default(null)`
  if (column.initial === undefined) return value
  // The default is what the schema makes of a value.
  const initial = literal(column.initial)
  return `${value}.default(${column.type === 'instant' ? `new Date(${initial})` : initial})`
}

function pageSchema(resource: Resource, imports: Imports): string {
  const { answer, page } = constants(resource)
  const pageOf = imports.use(`${LIST}/page.ts`, KINDS[resource.pagination].page)
  return `export const ${page} = ${pageOf}(${answer}).meta({ id: '${resource.names.Model}Page' })`
}

function listSchema(resource: Resource, columns: readonly Column[], imports: Imports): string {
  const { sortFields: SORT, listInput } = constants(resource)
  const { input } = KINDS[resource.pagination]
  const sortOf = imports.use(`${LIST}/sort.ts`, 'sortOf')
  const fields = [
    ...(resource.parent ? ['...parent'] : []),
    ...filtered(columns).map((column) => equalFilter(resource, column, imports)),
    ...ranged(columns).flatMap((column) => rangeFilters(resource, column, imports)),
    ...(searched(columns).length > 0
      ? [`q: ${imports.use('../core/fields/text.ts', 'text')}({ max: 200 }).optional()`]
      : []),
    `sort: ${sortOf}(${SORT}, { description: 'Comma-separated fields' }).prefault('-createdAt')`,
    ...(input === undefined ? [] : [`...${imports.use(`${LIST}/page.ts`, input)}`]),
  ]
  const refined =
    resource.pagination === 'both' ? `.refine(...${imports.use(`${LIST}/page.ts`, 'notBoth')})` : ''
  return `export const ${SORT} = ${literal(sortFields(columns))} as const

export const ${listInput} = z.strictObject({${fields.join(',')}})${refined}${resource.parent ? '' : '.prefault({})'}`
}

/** The fields that a list is filtered by. */
export const filtered = (columns: readonly Column[]) => columns.filter(({ spec }) => spec.filterable)

/** Those of them that have a least and a greatest value, too. */
export const ranged = (columns: readonly Column[]) => filtered(columns).filter(isRanged)

/** The texts that the words of `q` are looked for in. */
export const searched = (columns: readonly Column[]) => columns.filter(({ spec }) => spec.searchable)

function isRanged({ type, computed = '' }: Column): boolean {
  if (type !== 'computed') return ['integer', 'decimal', 'date', 'instant'].includes(type)
  return ['integer', 'numeric', 'date', 'timestamp with time zone'].includes(computed)
}

/** A value of a filter, as code. What several filters take is a constant. */
function filterValue(resource: Resource, column: Column, imports: Imports): string {
  return column.type !== 'computed' && isOwnSchema(column)
    ? ownConst(resource, column)
    : inputSchema(column, imports, ownConst(resource, column))
}

/** The parameter that a list is filtered by, as code. */
export function equalFilter(resource: Resource, column: Column, imports: Imports): string {
  const { type, computed, spec } = column
  const isBoolean = type === 'boolean' || computed === 'boolean'
  const max = type === 'enum' ? (spec.values ?? []).length : isBoolean ? 2 : MAX_VALUES
  return `${column.field}: ${imports.use('../resource/schema.ts', 'anyOf')}(${filterValue(resource, column, imports)}, ${max})`
}

/** The parameters of its least and greatest value, as code. */
export function rangeFilters(resource: Resource, column: Column, imports: Imports): string[] {
  const value = filterValue(resource, column, imports)
  return ['Min', 'Max'].map((end) => `${column.field}${end}: ${value}.optional()`)
}

/** Whether a field's schema is written once and used by name: that of an enum, of JSON, and of what filters take, too. */
function isOwnSchema({ type, spec }: Column): boolean {
  return (
    type === 'enum' || type === 'json' || (spec.filterable === true && ['integer', 'decimal'].includes(type))
  )
}
