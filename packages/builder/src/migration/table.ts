import { type Column, columnsOf, type Relation } from '../render/columns.ts'
import type { Project, Target } from '../render/rendering.ts'
import { maxLength } from '../render/types.ts'
import type { Resource } from '../spec/resource.ts'
import { constraintName, foreignKeyName } from '../spec/sql-names.ts'
import { scaleOf } from '../spec/values.ts'
import { columnsIn } from './expression.ts'
import { indexesOf, parentColumn, quotedName, uniqueIndexes } from './indexes.ts'
import { sqlLiteral } from './literal.ts'

/** A column as SQL declares it. */
export interface SqlColumn {
  type: string
  isNullable: boolean
  default: string | undefined
  /** The expression of a computed column. */
  generated: string | undefined
}

/** Everything that a resource has in the database, each part by its name. */
export interface SqlTable {
  name: string
  /** Tables that have the same columns, and nothing else of it: that of deleted rows. */
  copies: readonly string[]
  /** The labels of each enum. */
  enums: Map<string, readonly string[]>
  columns: Map<string, SqlColumn>
  primaryKey: readonly string[]
  /** Conditions on a row. */
  checks: Map<string, string>
  /** Columns, or expressions of them, that no two rows share. */
  uniques: Map<string, readonly string[]>
  /** Columns, in their order. */
  indexes: Map<string, readonly string[]>
  /** What stands after the columns' name: `("user_id") REFERENCES …`. */
  foreignKeys: Map<string, string>
  /** Triggers, each with the table that it is on. */
  triggers: Map<string, { on: string; text: string }>
}

const NOW = 'transaction_timestamp()'
const TIMESTAMP = { type: 'TIMESTAMPTZ(3)', isNullable: false, default: NOW, generated: undefined }
const UUID = { type: 'UUID', isNullable: false, default: undefined, generated: undefined }

/** What a resource has in the database. */
export function tableOf(resource: Resource, project: Project): SqlTable {
  const { names, isOwned, parent } = resource
  const columns = columnsOf(resource, project)
  const { table } = names
  return {
    name: table,
    copies: [],
    enums: new Map(
      columns.flatMap(({ enumName, spec }) => (enumName ? [[enumName, spec.values ?? []]] : [])),
    ),
    columns: new Map<string, SqlColumn>([
      ...(isOwned ? [['user_id', UUID] as const] : []),
      ...(parent ? [[parentColumn(resource), UUID] as const] : []),
      ['id', UUID],
      ...columns.map((column) => [column.column, sqlColumn(column, columns)] as const),
      ['version', { type: 'INTEGER', isNullable: false, default: '1', generated: undefined }],
      ['created_at', TIMESTAMP],
      ['updated_at', TIMESTAMP],
    ]),
    primaryKey: isOwned ? ['user_id', 'id'] : ['id'],
    checks: new Map([
      ...columns.flatMap((column) => {
        const condition = checkOf(column)
        return condition ? [[constraintName([table, column.column], 'check'), condition] as const] : []
      }),
      [constraintName([table, 'version'], 'check'), '"version" >= 1'],
    ]),
    uniques: new Map(uniqueIndexes(resource, columns)),
    indexes: new Map(
      indexesOf(resource, columns).map(({ columns }) => [
        constraintName([table, ...columns], 'idx'),
        columns.map(quotedName),
      ]),
    ),
    foreignKeys: new Map([
      ...(isOwned
        ? [
            [
              constraintName([table, 'user_id'], 'fkey'),
              '("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE',
            ] as const,
          ]
        : []),
      ...columns.flatMap((column) =>
        column.relation?.target
          ? [foreignKeyOf(resource, column, column.relation.target, column.relation.onDelete)]
          : [],
      ),
    ]),
    triggers: triggersOf(resource, columns, project),
  }
}

function sqlColumn(column: Column, columns: readonly Column[]): SqlColumn {
  const { isNullable, spec } = column
  const value = column.default
  return {
    type: sqlType(column),
    isNullable,
    default: value === undefined ? undefined : sqlLiteral(value),
    generated: column.computed === undefined ? undefined : columnsIn(spec.expression ?? '', columns),
  }
}

function sqlType(column: Column): string {
  switch (column.type) {
    case 'text':
      return inOrder(column, 'TEXT')
    case 'integer':
      return 'INTEGER'
    case 'decimal': {
      const { precision, scale } = scaleOf(column.spec)
      return `DECIMAL(${precision},${scale})`
    }
    case 'boolean':
      return 'BOOLEAN'
    case 'date':
      return 'DATE'
    case 'instant':
      return 'TIMESTAMPTZ(3)'
    case 'uuid':
    case 'relation':
      return 'UUID'
    case 'enum':
      return `"${column.enumName}"`
    case 'json':
      return 'JSONB'
    case 'computed':
      return inOrder(column, column.computed ?? 'text')
  }
}

/** A text that lists are sorted by has the same order on every engine, whatever the locale of the database is. */
function inOrder({ spec }: Column, type: string): string {
  return spec.sortable && /^(?:text|character varying)\b/i.test(type) ? `${type} COLLATE "und-x-icu"` : type
}

/** The condition that the database holds a field's values to. */
function checkOf(column: Column): string | undefined {
  const { spec } = column
  const name = `"${column.column}"`
  switch (column.type) {
    case 'text':
      return between(`char_length(${name})`, spec.min === 0 ? undefined : spec.min, maxLength(column))
    case 'integer':
    case 'decimal':
      return between(name, spec.min, spec.max)
    case 'date':
      return between(name, quotedOr(spec.min, '0001-01-01'), quotedOr(spec.max, '9999-12-31'))
    case 'instant':
      return spec.max === undefined
        ? `${name} >= ${quotedOr(spec.min, '0001-01-01T00:00:00Z')} AND ${name} < '10000-01-01T00:00:00Z'`
        : between(name, quotedOr(spec.min, '0001-01-01T00:00:00Z'), quotedOr(spec.max, ''))
    case 'relation':
      // To the owner alone.
      return column.relation?.target ? undefined : `${name} = "user_id"`
    default:
      return undefined
  }
}

const quotedOr = (value: number | string | undefined, other: string) => sqlLiteral(String(value ?? other))

function between(
  what: string,
  min: number | string | undefined,
  max: number | string | undefined,
): string | undefined {
  if (min !== undefined && max !== undefined) return `${what} BETWEEN ${min} AND ${max}`
  if (min !== undefined) return `${what} >= ${min}`
  if (max !== undefined) return `${what} <= ${max}`
  return undefined
}

/** What a relation refers to is a row of the same owner, or a shared one. */
function foreignKeyOf(
  { names }: Resource,
  { column }: Column,
  { isOwned, names: to }: Target,
  onDelete: Relation['onDelete'],
): [string, string] {
  const action = {
    cascade: 'CASCADE',
    // Without the column it would set the owner to null, too.
    setNull: isOwned ? `SET NULL ("${column}")` : 'SET NULL',
    restrict: 'RESTRICT',
  }[onDelete]
  const [from, of] = isOwned ? [`"user_id", "${column}"`, '"user_id", "id"'] : [`"${column}"`, '"id"']
  return [
    foreignKeyName([names.table, ...(isOwned ? ['user_id'] : []), column]),
    `(${from}) REFERENCES "${to.table}"(${of}) ON DELETE ${action} ON UPDATE CASCADE`,
  ]
}

function triggersOf(
  resource: Resource,
  columns: readonly Column[],
  { targets }: Project,
): SqlTable['triggers'] {
  const { names, parent } = resource
  const { table } = names
  const triggers: SqlTable['triggers'] = new Map()
  const computed = columns.filter(({ type }) => type === 'computed')
  triggers.set(constraintName([table], 'keep'), {
    on: table,
    text: `BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION "keep_row"(${computed.map(({ column }) => `'${column}'`).join(', ')})`,
  })
  if (parent && targets.get(parent.one)?.hasTrash) {
    const on = `deleted_${parent.table}`
    triggers.set(constraintName([table], 'remove'), {
      on,
      text: `AFTER DELETE ON "${on}" REFERENCING OLD TABLE AS "gone"\n    FOR EACH STATEMENT EXECUTE FUNCTION "remove_children"('${table}', '${parentColumn(resource)}', '${parent.table}')`,
    })
  }
  return triggers
}
