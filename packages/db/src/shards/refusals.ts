import type pg from 'pg'
import type { Connection } from '../engine/connection.ts'
import { migrationsOf } from '../migrate/migrate.ts'
import { type ClusterState, readCluster } from './catalog.ts'
import { GUIDE } from './guide.ts'

/**
 * Demands a database whose tables can be sharded, and returns what its catalog says.
 *
 * @throws {Error} that says what is missing, and how to get it
 */
export async function demandShardable(connection: Connection): Promise<ClusterState> {
  const { location, pool } = connection
  const state = await readCluster(pool)
  if (state.version === undefined)
    throw new Error(
      `${location} is a PostgreSQL without Citus: run CREATE EXTENSION citus there and on every worker (${GUIDE})`,
    )
  const { applied, pending } = await migrationsOf(connection)
  if (applied.length === 0) throw new Error(`${location} has no migrations yet: run migrate first`)
  if (pending.length > 0)
    throw new Error(`${location} lacks ${pending.length} migrations of this version: run migrate first`)
  await demandCoordinator(pool, location, state)
  await demandNodes(pool, location, state)
  return state
}

async function demandCoordinator(pool: pg.Pool, location: string, { nodes }: ClusterState): Promise<void> {
  const { rows } = await pool.query<{ isCoordinator: boolean }>(
    'SELECT groupid = 0 AS "isCoordinator" FROM pg_catalog.pg_dist_local_group',
  )
  if (!rows[0]?.isCoordinator)
    throw new Error(`${location} is a worker of a cluster: name its coordinator with DATABASE_URL`)
  if (!nodes.some(({ isCoordinator }) => isCoordinator))
    throw new Error(
      `${location} does not know its own address: run SELECT citus_set_coordinator_host('<host>', <port>) there, with what workers reach it by`,
    )
}

async function demandNodes(pool: pg.Pool, location: string, { nodes }: ClusterState): Promise<void> {
  if (!nodes.some(({ isWorker }) => isWorker))
    throw new Error(`${location} has no worker: run SELECT citus_add_node('<host>', <port>) for each`)
  const inactive = nodes.filter(({ isActive }) => !isActive).map(({ address }) => address)
  if (inactive.length > 0)
    throw new Error(`not active: ${inactive.join(', ')}. Run SELECT citus_activate_node('<host>', <port>)`)
  const { rows } = await pool.query<{ address: string; success: boolean; result: string }>(
    `SELECT nodename || ':' || nodeport AS address, success, result
     FROM run_command_on_all_nodes('SHOW max_prepared_transactions') JOIN pg_catalog.pg_dist_node USING (nodeid)`,
  )
  for (const { address, success, result } of rows) {
    if (!success) throw new Error(`${address} does not answer: ${result}`)
    if (result === '0')
      throw new Error(
        `${address} has max_prepared_transactions = 0: without them a transaction over two servers is not atomic. Set it to max_connections`,
      )
  }
}

/** @throws {Error} for users whose rows no shard would have a place for */
export async function demandCounters(session: pg.Pool): Promise<void> {
  const { rows } = await session.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM users WHERE id NOT IN (SELECT user_id FROM revisions)`,
  )
  const count = rows[0]?.count ?? 0
  if (count > 0) throw new Error(`${count} users have no counter in revisions: mend that first`)
}

/** How long sessions of a server that has just stopped may take to end. */
const GRACE_MS = 2_000

/** @throws {Error} while a server uses the database: it would go on with statements of the other form */
export async function demandNoServers(session: pg.Pool): Promise<void> {
  const others = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'tandem' AND pid <> pg_backend_pid()`
  for (const end = performance.now() + GRACE_MS; ; ) {
    const { rows } = await session.query<{ count: number }>(others)
    const count = rows[0]?.count ?? 0
    if (count === 0) return
    if (performance.now() > end)
      throw new Error(
        `servers use the database, with ${count} sessions: stop them first, and start them afterwards`,
      )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
