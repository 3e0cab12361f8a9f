import type pg from 'pg'
import { type Table, tables } from '../../tables.ts'
import { tablesByUser } from '../user-tables.ts'
import { aroundQueries } from './around-answers.ts'

/** What Prisma's create, update and delete answer with. */
const WRITE = /^(?:INSERT INTO|UPDATE|DELETE FROM) "public"\./
const RETURNING = ' RETURNING '

const sharded = new Set(tablesByUser())
const enums = Object.values<Table>(tables)
  .filter(({ name }) => sharded.has(name))
  .flatMap(({ name: table, columns }) =>
    Object.values(columns)
      .filter(({ values }) => values !== undefined)
      .map(({ name }) => `"public"."${table}"."${name}"`),
  )
const CASTS = new RegExp(`(${enums.join('|').replaceAll('.', '\\.')})::text(?!\\[)`, 'g')

/**
 * Takes the casts of enum columns out of what Prisma's create, update and delete return: Citus refuses them there. PostgreSQL sends an enum as
 * the same text without.
 */
export function withoutCasts(text: string): string {
  const at = WRITE.test(text) ? text.lastIndexOf(RETURNING) : -1
  return at === -1 ? text : text.slice(0, at) + text.slice(at).replaceAll(CASTS, '$1')
}

/** The same for all that is sent on a pool's connections. */
export function returnPlainColumns(pool: pg.Pool): void {
  aroundQueries(
    pool,
    (_client, query) =>
      (sent, ...others) =>
        query(plain(sent), ...others),
  )
}

function plain(sent: unknown): unknown {
  if (typeof sent === 'string') return withoutCasts(sent)
  if (typeof sent !== 'object' || sent === null || !('text' in sent) || typeof sent.text !== 'string')
    return sent
  const text = withoutCasts(sent.text)
  return text === sent.text ? sent : { ...sent, text }
}
