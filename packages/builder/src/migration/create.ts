import { sqlLiteral } from './literal.ts'
import type { SqlColumn, SqlTable } from './table.ts'

/** The statements that make a table and everything that belongs to it, in groups. */
export function createTable(table: SqlTable): string[] {
  const constraints = [
    `CONSTRAINT "${table.name}_pkey" PRIMARY KEY (${quotedList(table.primaryKey)})`,
    ...[...table.checks].map(([check, condition]) => checkClause(check, condition)),
  ]
  const columns = [...table.columns].map(([column, declaration]) => declared(column, declaration))
  return [
    ...[...table.enums].map(([type, labels]) => createEnum(type, labels)),
    `CREATE TABLE "${table.name}" (\n${indented([...columns, ...constraints])}\n);`,
    [...table.uniques, ...table.indexes]
      .map(([index, columns]) => createIndex(table, index, columns))
      .join('\n'),
    [...table.foreignKeys].map(([key, text]) => addForeignKey(table, key, text)).join('\n'),
    ...[...table.triggers].map(([trigger, { text }]) => createTrigger(trigger, text)),
  ]
}

/** `"title" TEXT NOT NULL DEFAULT 'x'` */
export function declared(name: string, { type, isNullable, default: value, generated }: SqlColumn): string {
  return [
    `"${name}" ${type}`,
    ...(generated === undefined ? [] : [`GENERATED ALWAYS AS (${generated}) STORED`]),
    ...(isNullable ? [] : ['NOT NULL']),
    ...(value === undefined ? [] : [`DEFAULT ${value}`]),
  ].join(' ')
}

export const checkClause = (name: string, condition: string) => `CONSTRAINT "${name}" CHECK (${condition})`

export const createEnum = (name: string, labels: readonly string[]) =>
  `CREATE TYPE "${name}" AS ENUM (${labels.map(sqlLiteral).join(', ')});`

export function createIndex(table: SqlTable, index: string, parts: readonly string[]): string {
  const unique = table.uniques.has(index) ? 'UNIQUE ' : ''
  return `CREATE ${unique}INDEX "${index}" ON "${table.name}"(${parts.join(', ')});`
}

export const addForeignKey = ({ name }: SqlTable, key: string, text: string) =>
  `ALTER TABLE "${name}" ADD CONSTRAINT "${key}" FOREIGN KEY ${text};`

export const createTrigger = (trigger: string, text: string) => `CREATE TRIGGER "${trigger}" ${text};`

/** Clauses on lines of their own. */
export const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join(',\n')

const quotedList = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
