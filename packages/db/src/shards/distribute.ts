import pg from 'pg'
import { tables } from '../tables.ts'
import { TABLES_ON_EVERY_SERVER } from './user-tables.ts'

/** How many shards the rows of users are spread over. More than workers there will ever be: a worker has whole shards. */
export const SHARD_COUNT = 32

/** The settings of a transaction that makes tables on shards. */
export const ON_SHARDS = `SET LOCAL citus.multi_shard_modify_mode = 'sequential'; SET LOCAL citus.enable_unsafe_triggers = on`

/** Distributes tables that have neither foreign keys nor triggers, the counters first. Rows are copied to their shards. */
export async function distributeTables(
  session: pg.Pool,
  names: readonly string[],
  shardCount = SHARD_COUNT,
): Promise<void> {
  const counters = tables.Revision.name
  for (const name of names) {
    if (TABLES_ON_EVERY_SERVER.includes(name))
      await session.query({ text: 'SELECT create_reference_table($1::text)', values: [name] })
    else if (name === counters)
      await session.query({
        text: `SELECT create_distributed_table($1::text, 'user_id', colocate_with => 'none', shard_count => $2::int)`,
        values: [name, shardCount],
      })
    else
      await session.query({
        text: `SELECT create_distributed_table($1::text, 'user_id', colocate_with => $2::text)`,
        values: [name, counters],
      })
  }
}

/** Gives every server the functions that triggers on shards call. */
export async function distributeFunctions(session: pg.Pool): Promise<void> {
  const { rows } = await session.query<{ signature: string }>(
    `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
     WHERE pronamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_dist_object o WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid)`,
  )
  for (const { signature } of rows)
    await session.query({ text: 'SELECT create_distributed_function($1::regprocedure)', values: [signature] })
}

/** What every server of a sharded database is set to. */
const SETTINGS = [
  // Each trigger reads and writes the rows of one user, which are all on its own server.
  ['citus.enable_unsafe_triggers', 'on'],
  // In ms. A statement for a lost worker fails instead of waiting for it.
  ['citus.node_connection_timeout', '3000'],
] as const

/** Sets the database on every server, or takes that back. In effect for sessions that begin later. */
export async function setDatabases(session: pg.Pool, isSharded: boolean): Promise<void> {
  const { rows } = await session.query<{ name: string }>('SELECT current_database() AS name')
  for (const [name, value] of SETTINGS) {
    const change = isSharded ? `SET ${name} = ${pg.escapeLiteral(value)}` : `RESET ${name}`
    // Each server for itself: a worker may not change others.
    const sql = `SET LOCAL citus.enable_ddl_propagation = off; ALTER DATABASE ${pg.escapeIdentifier(rows[0]?.name ?? '')} ${change}`
    const done = await session.query<{ address: string; success: boolean; result: string }>({
      text: `SELECT nodename || ':' || nodeport AS address, success, result
        FROM run_command_on_all_nodes($1) JOIN pg_catalog.pg_dist_node USING (nodeid)`,
      values: [sql],
    })
    const failed = done.rows.find(({ success }) => !success)
    if (failed) throw new Error(`${failed.address} refused ${sql}: ${failed.result}`)
  }
}
