import type pg from 'pg'
import { splitStatements } from '../migrate/split-statements.ts'
import type { Table } from '../tables.ts'
import { readCluster, undistributed } from './catalog.ts'
import { addToShards } from './definitions.ts'
import { distributeFunctions, distributeTables, ON_SHARDS } from './distribute.ts'
import { GUIDE } from './guide.ts'
import { tablesByUser } from './user-tables.ts'

const CREATES_TABLE = /^CREATE TABLE\b/i
const ADDS_KEY = /^ALTER TABLE "?(\w+)"?\s+ADD CONSTRAINT "?(\w+)"?\s+(FOREIGN KEY\b[^;]*)$/i

/**
 * Runs the script of a migration on a sharded database: statement by statement, as Citus reads them, in one transaction. A table of
 * users is distributed as soon as it is there, before its foreign keys and triggers.
 *
 * @param declared default: the tables of this version
 */
export async function runOnShards(
  session: pg.Pool,
  script: string,
  declared?: readonly Table[],
): Promise<void> {
  const ofUsers = tablesByUser(declared)
  await session.query(`BEGIN; ${ON_SHARDS}`)
  try {
    for (const statement of splitStatements(script)) {
      await runStatement(session, statement, ofUsers)
      if (CREATES_TABLE.test(statement)) await distributeTables(session, await newTables(session, declared))
    }
    await distributeFunctions(session)
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK').catch(() => {})
    throw error
  }
}

async function runStatement(session: pg.Pool, statement: string, ofUsers: readonly string[]): Promise<void> {
  const [, table = '', name = '', definition = ''] = ADDS_KEY.exec(statement) ?? []
  const referred = /REFERENCES "?(\w+)"?/i.exec(definition)?.[1] ?? ''
  // Citus takes the key, and then no row meets it: the coordinator's own copy of the counters is empty.
  if (ofUsers.includes(referred) && !ofUsers.includes(table))
    throw new Error(
      `${table} refers to ${referred}, which is sharded by user, and to a table that is not: that is impossible (${GUIDE})`,
    )
  if (ofUsers.includes(table)) await addToShards(session, { table, name, definition })
  else await session.query(statement)
}

/** Declared tables that are there and not distributed. */
async function newTables(session: pg.Pool, declared?: readonly Table[]): Promise<string[]> {
  const names = undistributed(await readCluster(session, declared))
  const { rows } = await session.query<{ name: string }>({
    text: `SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL`,
    values: [names],
  })
  return rows.map(({ name }) => name)
}
