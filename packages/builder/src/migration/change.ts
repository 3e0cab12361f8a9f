import {
  addForeignKey,
  checkClause,
  createEnum,
  createIndex,
  createTrigger,
  declared,
  indented,
} from './create.ts'
import { sqlLiteral } from './literal.ts'
import type { SqlColumn, SqlTable } from './table.ts'

/** Two versions of a table. */
interface Versions {
  before: SqlTable
  after: SqlTable
}

/**
 * The statements that bring a table from one version to another, in groups. What depends on a column goes before the column
 * is changed, and comes after it. Rows stay; where they do not fit, the migration fails, and says why.
 */
export function changeTable(before: SqlTable, after: SqlTable): string[] {
  const versions = { before: withoutDependents(before, after), after }
  const { columns } = versions.before
  const gone = [...before.columns.keys()].filter(
    (column) => !columns.has(column) || !after.columns.has(column),
  )
  const stay = [...after.columns].filter(([column]) => columns.has(column))
  const come = [...after.columns].filter(([column]) => !columns.has(column))
  return [
    ...refusals(versions),
    ...dropped(before.triggers, after.triggers).map(
      (trigger) => `DROP TRIGGER "${trigger}" ON "${before.triggers.get(trigger)?.on}";`,
    ),
    ...droppedIndexes(versions).map((index) => `DROP INDEX "${index}";`),
    ...alter(after, {
      own: [
        ...dropped(before.foreignKeys, after.foreignKeys).map((key) => `DROP CONSTRAINT "${key}"`),
        ...dropped(before.checks, after.checks).map((check) => `DROP CONSTRAINT "${check}"`),
      ],
      columns: gone.map((column) => `DROP COLUMN "${column}"`),
    }),
    ...changedEnums(versions),
    ...[...after.enums]
      .filter(([type]) => !before.enums.has(type))
      .map(([type, labels]) => createEnum(type, labels)),
    ...filledNulls(versions),
    ...alter(after, {
      columns: [
        ...stay.flatMap(([column, declaration]) => changedColumn(column, columns.get(column), declaration)),
        ...come.map(([column, declaration]) => `ADD COLUMN ${declared(column, declaration)}`),
      ],
      own: dropped(after.checks, before.checks).map(
        (check) => `ADD ${checkClause(check, after.checks.get(check) ?? '')}`,
      ),
    }),
    ...[...before.enums.keys()]
      .filter((type) => !after.enums.has(type))
      .map((type) => `DROP TYPE "${type}";`),
    [...after.uniques, ...after.indexes]
      .filter(([index]) => !sameIndex(versions, index))
      .map(([index, columns]) => createIndex(after, index, columns))
      .join('\n'),
    dropped(after.foreignKeys, before.foreignKeys)
      .map((key) => addForeignKey(after, key, after.foreignKeys.get(key) ?? ''))
      .join('\n'),
    ...dropped(after.triggers, before.triggers).map((trigger) =>
      createTrigger(trigger, after.triggers.get(trigger)?.text ?? ''),
    ),
  ]
}

/** Changes a table, and of its copies the columns. What is written first comes first. */
function alter({ name, copies }: SqlTable, clauses: Record<'own' | 'columns', readonly string[]>): string[] {
  const statement = (table: string, parts: readonly string[]) =>
    parts.length > 0 ? [`ALTER TABLE "${table}"\n${indented(parts)};`] : []
  return [
    ...statement(name, Object.values(clauses).flat()),
    ...copies.flatMap((copy) => statement(copy, clauses.columns)),
  ]
}

/** Names of the one that the other lacks, or has otherwise. */
function dropped<Part>(of: ReadonlyMap<string, Part>, other: ReadonlyMap<string, Part>): string[] {
  return [...of.keys()].filter((name) => !isSame(of.get(name), other.get(name)))
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * A table without the computed columns that stand in the way of a change: PostgreSQL changes neither their expression nor the
 * type of what they are computed from. They are dropped, and added anew.
 */
function withoutDependents(before: SqlTable, after: SqlTable): SqlTable {
  const changed = [...before.columns.keys()].filter((name) => {
    const [was, is] = [before.columns.get(name), after.columns.get(name)]
    return was?.type !== is?.type || isChangedEnum(before, after, was)
  })
  const columns = [...before.columns].filter(([name, was]) => {
    if (was.generated === undefined) return true
    const isTouched = changed.some((column) => was.generated?.includes(`"${column}"`))
    return !isTouched && isSame(was, after.columns.get(name))
  })
  return { ...before, columns: new Map(columns) }
}

/** The indexes that go, except those that go with their column. */
function droppedIndexes({ before, after }: Versions): string[] {
  return [...before.uniques, ...before.indexes]
    .filter(([index]) => !sameIndex({ before, after }, index))
    .filter(([, parts]) =>
      columnsOfIndex(parts).every((column) => before.columns.has(column) && after.columns.has(column)),
    )
    .map(([index]) => index)
}

/** Whether an index is in both versions, over columns that stay. */
function sameIndex({ before, after }: Versions, index: string): boolean {
  const parts = before.uniques.get(index) ?? before.indexes.get(index)
  return (
    isSame(before.uniques.get(index), after.uniques.get(index)) &&
    isSame(before.indexes.get(index), after.indexes.get(index)) &&
    columnsOfIndex(parts ?? []).every((column) => before.columns.has(column))
  )
}

/** The columns that the parts of an index name. */
const columnsOfIndex = (parts: readonly string[]) =>
  parts.flatMap((part) => [...part.matchAll(/"([^"]+)"/g)].map(([, column = '']) => column))

function changedColumn(name: string, before: SqlColumn | undefined, after: SqlColumn): string[] {
  if (!before || isSame(before, after)) return []
  const alter = (change: string) => `ALTER COLUMN "${name}" ${change}`
  const isOfOtherType = before.type !== after.type
  const hasOtherDefault = before.default !== after.default
  return [
    // A default of the old type may have no counterpart in the new one.
    ...(isOfOtherType && before.default !== undefined ? [alter('DROP DEFAULT')] : []),
    ...(isOfOtherType ? [alter(`SET DATA TYPE ${after.type} USING "${name}"::text::${after.type}`)] : []),
    ...((isOfOtherType || hasOtherDefault) && after.default !== undefined
      ? [alter(`SET DEFAULT ${after.default}`)]
      : []),
    ...(!isOfOtherType && hasOtherDefault && after.default === undefined ? [alter('DROP DEFAULT')] : []),
    ...(before.isNullable === after.isNullable
      ? []
      : [alter(after.isNullable ? 'DROP NOT NULL' : 'SET NOT NULL')]),
  ]
}

/** What must not be null any more has the default where it is. */
function filledNulls({ before, after }: Versions): string[] {
  return [...after.columns]
    .filter(
      ([name, { isNullable, default: value }]) =>
        !isNullable && value !== undefined && before.columns.get(name)?.isNullable,
    )
    .flatMap(([name, { default: value, type }]) =>
      [after.name, ...after.copies].map(
        (table) =>
          `UPDATE "${table}" SET "${name}" = ${value}${before.columns.get(name)?.type === type ? '' : '::text'} WHERE "${name}" IS NULL;`,
      ),
    )
}

/** A field without a default that becomes required has no value for the rows that are there. */
function refusals({ before, after }: Versions): string[] {
  return [...after.columns]
    .filter(([name, is]) => {
      const was = before.columns.get(name)
      return !is.isNullable && is.default === undefined && (was === undefined || was.isNullable)
    })
    .map(([name]) => {
      const isNew = !before.columns.has(name)
      const rows = isNew
        ? `SELECT FROM "${after.name}"`
        : `SELECT FROM "${after.name}" WHERE "${name}" IS NULL`
      const reason = isNew
        ? `${after.name} has rows, which have no value for the new column ${name}: give the field a default`
        : `${after.name} has rows without a value for ${name}, which is required now: give them one, or the field a default`
      return refuse(rows, reason)
    })
}

/** A statement that fails, and says why, where a query finds rows. */
function refuse(query: string, reason: string): string {
  let tag = '$$'
  while (`${query}${reason}`.includes(tag)) tag = `$_${tag.slice(1)}`
  return `DO ${tag} BEGIN\n    IF EXISTS (${query}) THEN\n        RAISE EXCEPTION USING MESSAGE = ${sqlLiteral(reason)};\n    END IF;\nEND ${tag};`
}

const isChangedEnum = (before: SqlTable, after: SqlTable, column: SqlColumn | undefined) =>
  [...before.enums].some(
    ([type, labels]) =>
      column?.type === `"${type}"` && after.enums.has(type) && !isSame(labels, after.enums.get(type)),
  )

/**
 * Enums with other values. The type is made anew: PostgreSQL cannot take a value away or put it elsewhere, and does not use
 * an added one within the same transaction.
 */
function changedEnums({ before, after }: Versions): string[] {
  return [...after.enums]
    .filter(([type, labels]) => before.enums.has(type) && !isSame(before.enums.get(type), labels))
    .flatMap(([type, labels]) => changedEnum({ before, after }, type, labels))
}

function changedEnum({ before, after }: Versions, type: string, labels: readonly string[]): string[] {
  const gone = (before.enums.get(type) ?? []).filter((label) => !labels.includes(label))
  const columns = [...before.columns].filter(
    ([name, column]) => column.type === `"${type}"` && after.columns.get(name)?.type === column.type,
  )
  const tables = gone.length > 0 ? [after.name, ...after.copies] : []
  const checks = columns.flatMap(([name]) =>
    tables.map((table) => {
      const reason = `${table} has rows whose ${name} is ${gone.join(' or ')}, which is no value any more: give them another`
      return refuse(`SELECT FROM "${table}" WHERE "${name}" IN (${gone.map(sqlLiteral).join(', ')})`, reason)
    }),
  )
  const clauses = columns.flatMap(([name, { default: value }]) => [
    ...(value === undefined ? [] : [`ALTER COLUMN "${name}" DROP DEFAULT`]),
    `ALTER COLUMN "${name}" SET DATA TYPE "${type}" USING "${name}"::text::"${type}"`,
    ...(value === undefined || gone.some((label) => sqlLiteral(label) === value)
      ? []
      : [`ALTER COLUMN "${name}" SET DEFAULT ${value}`]),
  ])
  return [
    ...checks,
    `ALTER TYPE "${type}" RENAME TO "${type}_before";`,
    createEnum(type, labels),
    ...alter(after, { own: [], columns: clauses }),
    `DROP TYPE "${type}_before";`,
  ]
}
