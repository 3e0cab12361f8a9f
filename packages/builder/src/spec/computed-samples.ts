import type { Trial } from '@tandem/db/trial'
import { messageOf } from '../message.ts'
import { columnsIn, fieldsIn } from '../migration/expression.ts'
import { sqlLiteral } from '../migration/literal.ts'
import type { Column } from '../render/columns.ts'
import { settable } from '../render/files/schema.ts'
import { valueOfCode } from '../render/sample-values.ts'
import { initialValue, validValue } from '../render/samples.ts'
import { typeOf } from './computed.ts'
import type { Issue } from './issue.ts'

type Row = Map<Column, unknown>

/** What expressions come to in rows that tests make: an error there would be one of every test. */
export async function checkSamples(columns: readonly Column[], trial: Trial): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const [index, column] of columns.entries()) {
    const problem = column.type === 'computed' ? await problemOf(column, columns, trial) : undefined
    if (problem !== undefined) issues.push({ path: ['fields', index, 'expression'], message: problem })
  }
  return issues
}

async function problemOf(
  column: Column,
  columns: readonly Column[],
  trial: Trial,
): Promise<string | undefined> {
  const expression = column.spec.expression ?? ''
  const named = fieldsIn(expression, columns)
  const rows = rowsOf(settable(columns).filter(({ field }) => named.includes(field)))
  const found: unknown[] = []
  for (const row of rows) {
    try {
      found.push(await valueIn(row, columnsIn(expression, columns), trial))
    } catch (error) {
      return `fails in a row that tests make${described(row)}: ${messageOf(error)}. Let it hold in every row, or give its fields bounds`
    }
  }
  const values = found.slice(-MIN_DIFFERENT).filter((value) => value !== null)
  if (column.spec.unique && new Set(values).size < values.length)
    return `has the same value in different rows${described(rows.at(-1))}, and it is unique`
  return undefined
}

/** Rows at the end that have different values where an expression is unique. */
const MIN_DIFFERENT = 3

/** One that is given no more than it must be, and some that are given everything. */
function rowsOf(columns: readonly Column[]): Row[] {
  const sampleOf = (column: Column, n: number) =>
    column.type === 'relation' ? valueOfCode('uuidv7()') : valueOfCode(validValue(column, n))
  const least = new Map(
    columns.map((column) => [
      column,
      column.isGiven ? sampleOf(column, 0) : valueOfCode(initialValue(column)),
    ]),
  )
  const whole = [0, 1, 2, 3, 4].map((n) => new Map(columns.map((column) => [column, sampleOf(column, n)])))
  return [least, ...whole]
}

async function valueIn(row: Row, expression: string, trial: Trial): Promise<unknown> {
  const columns = [...row].map(
    ([{ column, spec, type }, value]) =>
      `${value === null ? 'NULL' : sqlLiteral(type === 'json' ? JSON.stringify(value) : value)}::${typeOf(spec)} AS "${column}"`,
  )
  const [found] = await trial.query<{ value: string | null }>(
    `SELECT (${expression}\n)::text AS "value" FROM (SELECT ${columns.join(', ')}) AS "row"`,
  )
  return found?.value ?? null
}

function described(row: Row | undefined): string {
  const fields = [...(row ?? [])].map(([{ field }, value]) => `${field} = ${JSON.stringify(value)}`)
  return fields.length > 0 ? ` (${fields.join(', ')})` : ''
}
