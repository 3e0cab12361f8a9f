import type { Trial } from '@tandem/db/trial'
import { messageOf } from '../message.ts'
import type { Issue } from './issue.ts'
import type { FieldSpec } from './spec.ts'
import { SQL_WORDS } from './sql-names.ts'
import { scaleOf } from './values.ts'

/** What PostgreSQL says of a computed field. */
export interface Computed {
  /** `integer`, `timestamp with time zone` */
  type: string
}

/** The types that answers can have, and what else an expression may be cast to. */
const TYPES = new Map<string, string | undefined>([
  ...['text', 'integer', 'numeric', 'boolean', 'date', 'timestamp with time zone', 'uuid'].map(
    (type): [string, undefined] => [type, undefined],
  ),
  ['bigint', 'numeric'],
  ['smallint', 'integer'],
  ['double precision', 'numeric'],
  ['real', 'numeric'],
  ['character varying', 'text'],
  ['character', 'text'],
  ['timestamp without time zone', 'timestamp with time zone'],
])

const COLUMN_TYPES: Partial<Record<FieldSpec['type'], string>> = {
  text: 'text',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz(3)',
  uuid: 'uuid',
  // The cast to an enum of its own is not immutable, so an expression sees its values as texts.
  enum: 'text',
  json: 'jsonb',
  relation: 'uuid',
}

/**
 * Asks PostgreSQL what the expressions of a resource are. The fields are columns of a table under the names that the spec
 * gives them, so that PostgreSQL's parser finds them.
 */
export async function computedOf(
  fields: readonly FieldSpec[],
  trial: Trial,
): Promise<{ computed: ReadonlyMap<string, Computed>; issues: Issue[] }> {
  const computed = new Map<string, Computed>()
  const issues: Issue[] = []
  const stored = fields.filter(({ type }) => type !== 'computed')
  for (const [index, field] of fields.entries()) {
    if (field.type !== 'computed') continue
    const path = ['fields', index, 'expression']
    try {
      const answer = await ask(field.expression ?? '', stored, trial)
      const better = TYPES.get(answer.type)
      if (TYPES.has(answer.type) && better === undefined) computed.set(field.name, answer)
      else
        issues.push({
          path,
          message: `is of type ${answer.type}, which answers cannot have: cast it`,
          suggestion: `(${field.expression})::${better ?? 'text'}`,
        })
    } catch (error) {
      issues.push({ path, message: explain(error, fields) })
    }
  }
  return { computed, issues }
}

const TABLE = 'pg_temp.builder_fields'

async function ask(expression: string, stored: readonly FieldSpec[], trial: Trial): Promise<Computed> {
  try {
    return await askFor(expression, stored, trial)
  } catch (error) {
    // A field may have the name of a reserved word, which PostgreSQL takes for a name only in quotes.
    const withQuotes = quoteReserved(expression, stored)
    if (withQuotes === expression) throw error
    return await askFor(withQuotes, stored, trial).catch(() => Promise.reject(error))
  }
}

async function askFor(expression: string, stored: readonly FieldSpec[], trial: Trial): Promise<Computed> {
  const columns = stored.map((field) => `${quoted(field.name.toLowerCase())} ${typeOf(field)}`)
  await trial.query(`CREATE TEMPORARY TABLE builder_fields (${columns.join(', ')})`)
  try {
    const text = withoutCase(expression, stored)
    const type = await typeIn(text, trial)
    await trial.query(
      `ALTER TABLE ${TABLE} ADD COLUMN "builder_computed" ${type} GENERATED ALWAYS AS (${text}\n) STORED`,
    )
    return { type }
  } finally {
    // After an error the session has been reset, and the table is gone with it.
    await trial.query(`DROP TABLE IF EXISTS ${TABLE}`)
  }
}

/** Puts names that are reserved words into quotes, outside of strings and of what is in quotes already. */
function quoteReserved(expression: string, stored: readonly FieldSpec[]): string {
  const reserved = stored.map(({ name }) => name).filter((name) => SQL_WORDS.includes(name))
  if (reserved.length === 0) return expression
  const token = new RegExp(`('(?:[^']|'')*'|"(?:[^"]|"")*")|\\b(${reserved.join('|')})\\b(?!\\s*\\()`, 'g')
  return expression.replaceAll(token, (text, literal) => (literal === undefined ? quoted(text) : text))
}

/** A view has a column of the expression's type. It allows more than a computed column, which is tried after it. */
async function typeIn(expression: string, trial: Trial): Promise<string> {
  await trial.query(
    `CREATE TEMPORARY VIEW builder_types AS SELECT (${expression}\n) AS "builder_type" FROM ${TABLE}`,
  )
  try {
    const [row] = await trial.query<{ type: string }>(
      `SELECT format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = 'pg_temp.builder_types'::regclass`,
    )
    return row?.type ?? ''
  } finally {
    await trial.query('DROP VIEW IF EXISTS pg_temp.builder_types')
  }
}

/** PostgreSQL reads names without quotes in lower case. Those in quotes, as reserved words are, follow. */
function withoutCase(expression: string, stored: readonly FieldSpec[]): string {
  return stored.reduce(
    (text, { name }) => text.replaceAll(`"${name}"`, `"${name.toLowerCase()}"`),
    expression,
  )
}

/** The type of a field that an expression names. */
export function typeOf(field: FieldSpec): string {
  if (field.type !== 'decimal') return COLUMN_TYPES[field.type] ?? 'text'
  const { precision, scale } = scaleOf(field)
  return `numeric(${precision},${scale})`
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** PostgreSQL's words, and which names there would be where one is wrong. */
function explain(error: unknown, fields: readonly FieldSpec[]): string {
  const message = messageOf(error)
  const undefinedColumn = '42703'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== undefinedColumn) return `PostgreSQL refuses it: ${message}`
  const names = fields.filter(({ type }) => type !== 'computed').map(({ name }) => name)
  return `PostgreSQL refuses it: ${message}; there ${names.length > 0 ? `are ${names.join(', ')}` : 'are no fields'}`
}
