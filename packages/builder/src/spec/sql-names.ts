import { createHash } from 'node:crypto'

/** Words that PostgreSQL does not take as the name of a column or table without quotes (`pg_get_keywords()`, R and T). */
export const SQL_WORDS: readonly string[] =
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full
grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
variadic verbose when where window with`.split(/\s/)

/** Names that the statements of the kit give to columns of their own. */
const KIT_WORDS = /^(part|v\d+)$/

/** The longest name that PostgreSQL keeps whole, in bytes. */
export const MAX_NAME = 63

/** The longest name of a table, whose primary key is named after it. */
export const MAX_TABLE = MAX_NAME - '_pkey'.length

/** A name for a column or table that needs no quotes: `order` becomes `order_`, as is usual in Python's libraries. */
export function sqlName(name: string): string {
  return SQL_WORDS.includes(name) || KIT_WORDS.test(name) ? `${name}_` : name
}

/** The name of an index or constraint: `notes_user_id_rank_key`. One that is too long is cut, and ends in a hash of the whole. */
export function constraintName(parts: readonly string[], suffix: string): string {
  const whole = [...parts, suffix].join('_')
  if (whole.length <= MAX_NAME) return whole
  const end = `_${createHash('sha256').update(whole).digest('hex').slice(0, 8)}_${suffix}`
  return whole.slice(0, MAX_NAME - end.length) + end
}

/** The name of a foreign key, which Prisma cuts, too. The kit knows a foreign key by it. */
export function foreignKeyName(parts: readonly string[]): string {
  const suffix = '_fkey'
  return parts.join('_').slice(0, MAX_NAME - suffix.length) + suffix
}

/** Whether Prisma would give another name, which it cuts without a hash. */
export function isCut(parts: readonly string[], suffix: string): boolean {
  return [...parts, suffix].join('_').length > MAX_NAME
}
