import { type Index, indexesOf, uniquesOf } from '../migration/indexes.ts'
import { type Column, columnName, columnsOf } from '../render/columns.ts'
import type { Project } from '../render/rendering.ts'
import { capitalized } from '../spec/names.ts'
import type { Resource } from '../spec/resource.ts'
import { constraintName, isCut } from '../spec/sql-names.ts'
import { scaleOf } from '../spec/values.ts'
import { enumMembers, prismaString } from './enum.ts'

type Line = [name: string, type: string, attributes: string]

const TIME = '@default(dbgenerated("transaction_timestamp()"))'

/** The model of a resource in `schema.prisma`. */
export function modelOf(resource: Resource, project: Project): string {
  const { names, isOwned, parent } = resource
  const columns = columnsOf(resource, project)
  const fields: Line[] = [
    ...(isOwned ? [uuid('userId', 'user_id')] : []),
    ...(parent ? [uuid(`${parent.one}Id`, columnName(`${parent.one}Id`))] : []),
    ['id', 'String', isOwned ? '@db.Uuid' : '@id @db.Uuid'],
    ...columns.map(fieldOf),
    ['version', 'Int', '@default(1)'],
    ['createdAt', 'DateTime', `${TIME} @map("created_at") @db.Timestamptz(3)`],
    ['updatedAt', 'DateTime', `${TIME} @map("updated_at") @db.Timestamptz(3)`],
    ...(isOwned
      ? [
          [
            'counter',
            'Revision',
            '@relation(fields: [userId], references: [userId], onDelete: Cascade)',
          ] as Line,
        ]
      : []),
    ...columns.flatMap((column) => relationOf(resource, column)),
    ...backRelationsToSelf(resource, columns),
  ]
  const attributes = [
    ...(isOwned ? ['@@id([userId, id])'] : []),
    ...uniquesOf(resource, columns).map((index) => `@@unique(${indexArguments(names.table, index, 'key')})`),
    ...indexesOf(resource, columns).map((index) => `@@index(${indexArguments(names.table, index, 'idx')})`),
    `@@map("${names.table}")`,
  ]
  return `model ${names.Model} {\n${aligned(fields)}\n\n${attributes.map((line) => `  ${line}`).join('\n')}\n}\n`
}

/** The line that a model gains for the relation of another to it. */
export function backRelation(
  { names }: Resource,
  column: Column,
): [name: string, type: string, attributes: string] {
  const { relation } = column
  const isNamed = relation?.isNamed
  const name = isNamed ? `${names.many}By${capitalized(column.field.slice(0, -2))}` : names.many
  return [name, `${names.Model}[]`, isNamed ? `@relation("${relationName(names.Model, column)}")` : '']
}

function aligned(lines: readonly Line[]): string {
  const [name, type] = [0, 1].map((i) => Math.max(...lines.map((line) => line[i as 0 | 1].length)))
  return lines
    .map((line) => `  ${line[0].padEnd(name ?? 0)} ${line[1].padEnd(type ?? 0)} ${line[2]}`.trimEnd())
    .join('\n')
}

const uuid = (field: string, column: string): Line => [field, 'String', `@map("${column}") @db.Uuid`]

/** The line of a field. */
export function fieldOf(column: Column): Line {
  const { field, isNullable } = column
  const attributes = [
    ...defaultOf(column),
    ...(column.column === field ? [] : [`@map("${column.column}")`]),
    ...nativeType(column),
  ]
  return [field, `${typeOf(column)}${isNullable ? '?' : ''}`, attributes.join(' ')]
}

function typeOf({ type, enumName, computed = '' }: Column): string {
  switch (type) {
    case 'integer':
      return 'Int'
    case 'decimal':
      return 'Decimal'
    case 'boolean':
      return 'Boolean'
    case 'date':
    case 'instant':
      return 'DateTime'
    case 'enum':
      return enumName ?? ''
    case 'json':
      return 'Json'
    case 'computed':
      return COMPUTED[computed]?.type ?? 'String'
    default:
      return 'String'
  }
}

/** Types that an expression may have, as PostgreSQL names them (`spec/computed.ts`). */
const COMPUTED: Record<string, { type: string; native?: string }> = {
  integer: { type: 'Int' },
  numeric: { type: 'Decimal', native: '@db.Decimal' },
  boolean: { type: 'Boolean' },
  text: { type: 'String' },
  uuid: { type: 'String', native: '@db.Uuid' },
  date: { type: 'DateTime', native: '@db.Date' },
  'timestamp with time zone': { type: 'DateTime', native: '@db.Timestamptz(6)' },
}

function nativeType(column: Column): string[] {
  switch (column.type) {
    case 'decimal': {
      const { precision, scale } = scaleOf(column.spec)
      return [`@db.Decimal(${precision}, ${scale})`]
    }
    case 'date':
      return ['@db.Date']
    case 'instant':
      return ['@db.Timestamptz(3)']
    case 'uuid':
    case 'relation':
      return ['@db.Uuid']
    case 'computed': {
      const native = COMPUTED[column.computed ?? '']?.native
      return native ? [native] : []
    }
    default:
      return []
  }
}

function defaultOf(column: Column): string[] {
  const { type, spec } = column
  // Prisma takes the expression of a generated column for a default that the database knows.
  if (type === 'computed') return ['@default(dbgenerated())']
  const value = column.default
  if (value === undefined) return []
  if (type === 'enum') {
    const member = enumMembers(spec.values ?? []).find((one) => one.value === value)
    return [`@default(${member?.name})`]
  }
  if (type === 'decimal') return [`@default(${value})`]
  if (type === 'uuid') return [`@default(dbgenerated("'${value}'::uuid"))`]
  // Prisma wants a whole instant for a date, too.
  if (type === 'date') return [`@default("${value}T00:00:00Z")`]
  if (typeof value === 'number' || typeof value === 'boolean') return [`@default(${value})`]
  return [`@default(${prismaString(typeof value === 'string' ? value : JSON.stringify(value))})`]
}

const ON_DELETE = { cascade: 'Cascade', setNull: 'SetNull', restrict: 'Restrict' }

function relationOf(resource: Resource, column: Column): Line[] {
  const { relation, field, isNullable } = column
  if (!relation?.target) return []
  const { target, onDelete } = relation
  const name = relation.isNamed ? `"${relationName(resource.names.Model, column)}", ` : ''
  const fields = target.isOwned ? `userId, ${field}` : field
  const references = target.isOwned ? 'userId, id' : 'id'
  return [
    [
      relation.name,
      `${target.names.Model}${isNullable ? '?' : ''}`,
      `@relation(${name}fields: [${fields}], references: [${references}], onDelete: ${ON_DELETE[onDelete]})`,
    ],
  ]
}

const relationName = (Model: string, { relation }: Column) => `${Model}${capitalized(relation?.name ?? '')}`

function backRelationsToSelf(resource: Resource, columns: readonly Column[]): Line[] {
  return columns
    .filter(({ relation }) => relation?.target?.names.one === resource.names.one)
    .map((column) => backRelation(resource, column))
}

function indexArguments(table: string, { fields, columns }: Index, suffix: 'key' | 'idx'): string {
  const name = isCut([table, ...columns], suffix)
    ? `, map: "${constraintName([table, ...columns], suffix)}"`
    : ''
  return `[${fields.join(', ')}]${name}`
}
