import type { Migration, Project } from '../render/rendering.ts'
import type { Resource } from '../spec/resource.ts'
import { type SqlColumn, type SqlTable, tableOf } from './table.ts'

/** `"title" TEXT NOT NULL DEFAULT 'x'` */
export function declared(name: string, { type, isNullable, default: value, generated }: SqlColumn): string {
  return [
    `"${name}" ${type}`,
    ...(generated === undefined ? [] : [`GENERATED ALWAYS AS (${generated}) STORED`]),
    ...(isNullable ? [] : ['NOT NULL']),
    ...(value === undefined ? [] : [`DEFAULT ${value}`]),
  ].join(' ')
}

export const quotedList = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

/** The SQL that makes a table and everything that belongs to it. */
export function createTable(table: SqlTable): string {
  const name = `"${table.name}"`
  const constraints = [
    `CONSTRAINT "${table.name}_pkey" PRIMARY KEY (${quotedList(table.primaryKey)})`,
    ...[...table.checks].map(([check, condition]) => `CONSTRAINT "${check}" CHECK (${condition})`),
  ]
  const columns = [...table.columns].map(([column, declaration]) => declared(column, declaration))
  return [
    ...[...table.enums].map(([type, labels]) => createEnum(type, labels)),
    `CREATE TABLE ${name} (\n${[...columns, ...constraints].map((line) => `    ${line}`).join(',\n')}\n);`,
    [
      ...[...table.uniques].map(([index, columns]) => createUnique(table, index, columns)),
      ...[...table.indexes].map(([index, columns]) => createIndex(table, index, columns)),
    ].join('\n'),
    [...table.foreignKeys].map(([key, text]) => addForeignKey(table, key, text)).join('\n'),
    ...[...table.triggers].map(([trigger, { text }]) => `CREATE TRIGGER "${trigger}" ${text};`),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

export const createEnum = (name: string, labels: readonly string[]) =>
  `CREATE TYPE "${name}" AS ENUM (${labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')});`

export const createIndex = ({ name }: SqlTable, index: string, columns: readonly string[]) =>
  `CREATE INDEX "${index}" ON "${name}"(${quotedList(columns)});`

export const createUnique = ({ name }: SqlTable, index: string, columns: readonly string[]) =>
  `CREATE UNIQUE INDEX "${index}" ON "${name}"(${quotedList(columns)});`

export const addForeignKey = ({ name }: SqlTable, key: string, text: string) =>
  `ALTER TABLE "${name}" ADD CONSTRAINT "${key}" FOREIGN KEY ${text};`

export function migrationOf(
  before: Resource | undefined,
  after: Resource | undefined,
  project: Project,
): Migration | null {
  if (!before && after) return { name: `add_${after.names.table}`, sql: createTable(tableOf(after, project)) }
  return null
}
