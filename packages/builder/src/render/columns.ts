import { fieldsIn } from '../migration/expression.ts'
import { wireName } from '../spec/check/field-names.ts'
import { capitalized, snakeCase } from '../spec/names.ts'
import type { Resource } from '../spec/resource.ts'
import type { FieldSpec, FieldType } from '../spec/spec.ts'
import { sqlName } from '../spec/sql-names.ts'
import { isNeverEmpty } from '../spec/values.ts'
import type { Project, Target } from './rendering.ts'

/** A field of a resource as its renderers see it. */
export interface Column {
  spec: FieldSpec
  type: FieldType
  /** The name on the wire and in Prisma. That of a relation `project` is `projectId`. */
  field: string
  /** The name in SQL. */
  column: string
  /** What tests call it: `note.rank`. */
  path: string
  isNullable: boolean
  /** What creating and replacing give an omitted field. Undefined where a value must be given. */
  initial: FieldSpec['default'] | undefined
  /** The value of a field that is not given in a row, and of rows that are there when the field is added. */
  default: Exclude<FieldSpec['default'], null> | undefined
  /** Each row in tests needs a value of its own: a sample may be made twice, and a shared resource has rows of other tests. */
  isUnrepeatable: boolean
  /** Each row in tests is given a value: there is no other, or it would be that of every row. */
  isGiven: boolean
  /** The SQL type of a computed field. */
  computed: string | undefined
  relation: Relation | undefined
  /** The name of an enum in Prisma, SQL and documents: `NoteKind`. */
  enumName: string | undefined
}

export interface Relation {
  /** The field of the relation in Prisma: `project`. */
  name: string
  /** Undefined where it is the owner, or any user. */
  target: Target | undefined
  onDelete: 'cascade' | 'setNull' | 'restrict'
  /** Not the only relation to its model. */
  isNamed: boolean
}

/** The fields of a resource, in the spec's order. @throws where a relation or a computed field is not known to the project */
export function columnsOf(resource: Resource, project: Project): Column[] {
  const columns = resource.fields.map((spec) => columnOf(resource, project, spec))
  const sources = new Set(
    columns
      .filter(({ spec, type }) => type === 'computed' && spec.unique)
      .flatMap(({ spec }) => fieldsIn(spec.expression ?? '', columns)),
  )
  return columns.map((column) =>
    sources.has(column.field) ? { ...column, isUnrepeatable: true, isGiven: true } : column,
  )
}

/** The name of a field in SQL. */
export const columnName = (field: string) => sqlName(snakeCase(field))

function columnOf(resource: Resource, project: Project, given: FieldSpec): Column {
  const spec = withLeastLength(given)
  const { type, required = false } = spec
  const field = wireName(spec)
  const value = spec.default ?? undefined
  const isNullable = type === 'computed' || (!required && value === undefined)
  const isUnrepeatable = spec.unique === true && (!resource.isOwned || !isNullable)
  return {
    spec,
    type,
    field,
    column: columnName(field),
    path: `${resource.names.one}.${field}`,
    isNullable,
    initial: isNullable ? null : required ? undefined : value,
    default: value,
    isUnrepeatable,
    isGiven: !isNullable && (required || isUnrepeatable),
    computed: type === 'computed' ? computedType(project, spec) : undefined,
    relation: type === 'relation' ? relationOf(resource, project, spec) : undefined,
    enumName: type === 'enum' ? enumName(resource, spec.name) : undefined,
  }
}

/** A required text is not empty, unless its spec says that it may be. */
function withLeastLength(spec: FieldSpec): FieldSpec {
  return isNeverEmpty(spec) ? { ...spec, min: 1 } : spec
}

function computedType({ computed }: Project, { name }: FieldSpec): string {
  const found = computed.get(name)?.type
  if (found === undefined) throw new Error(`${name}: the type of its expression is not known`)
  return found
}

function relationOf(resource: Resource, project: Project, spec: FieldSpec): Relation {
  const { name, to, required = false } = spec
  const isSelf = to === resource.names.one
  const known = to === undefined ? undefined : project.targets.get(to)
  const target = isSelf ? selfTarget(resource) : known
  if (!target && to !== 'user') throw new Error(`${name}: there is no resource ${to} to relate to`)
  const others = resource.fields.filter((other) => other.type === 'relation' && other.to === to)
  return {
    name,
    target: to === 'user' ? undefined : target,
    onDelete: spec.onDelete ?? (required ? 'restrict' : 'setNull'),
    isNamed: isSelf || others.length > 1,
  }
}

function selfTarget({ names, parent, isOwned }: Resource): Target {
  return { names, parent, isOwned, hasTrash: false }
}

/** Names that the schemas of a resource have already: `notePage`. */
const TAKEN = ['page', 'inputs']

function enumName({ names: { Model } }: Resource, field: string): string {
  return Model + capitalized(field) + (TAKEN.includes(field) ? 'Value' : '')
}
