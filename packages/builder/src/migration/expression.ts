import type { FieldSpec } from '../spec/spec.ts'
import { SQL_WORDS } from '../spec/sql-names.ts'

/** What SQL text consists of as far as names are concerned: strings and comments, names in quotes, names, and all else. */
const TOKENS =
  /(?:[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|(\$[A-Za-z_]*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<cast>::\s*)?(?:"(?<quoted>(?:[^"]|"")+)"|(?<name>[A-Za-z_][\w$]*)(?<call>\s*[('])?)/g

/** A field, under the names that a spec and answers have for it. */
interface Named {
  field: string
  column: string
  spec: FieldSpec
}

/**
 * An SQL expression with columns in place of fields: `unitPrice * amount` becomes `"unit_price" * "amount"`. A name that is
 * called like a function, or that is a word of SQL or a type, stays as it is. Case does not matter, as PostgreSQL has it.
 */
export function columnsIn(expression: string, columns: readonly Named[]): string {
  return expression.replaceAll(TOKENS, (token: string, ...rest: unknown[]) => {
    const column = columnAt(rest.at(-1), columns)
    return column ? `"${column.column}"` : token
  })
}

/** The fields that an SQL expression names, as answers call them. */
export function fieldsIn(expression: string, columns: readonly Named[]): string[] {
  return [...expression.matchAll(TOKENS)].flatMap(({ groups }) => columnAt(groups, columns)?.field ?? [])
}

function columnAt<C extends Named>(groups: unknown, columns: readonly C[]): C | undefined {
  const { cast, quoted, name, call } = groups as Record<string, string | undefined>
  if (cast !== undefined || call !== undefined) return undefined
  if (name !== undefined && SQL_WORDS.includes(name.toLowerCase())) return undefined
  const asked = (quoted ?? name ?? '').toLowerCase()
  return columns.find(({ field, spec }) => [field, spec.name].some((one) => one.toLowerCase() === asked))
}
