import type { Place } from '../engine/existing.ts'
import { migrationsOf } from '../migrate/migrate.ts'
import { type ClusterState, isSharded, readCluster, undistributed } from './catalog.ts'
import { leftBehind, using } from './shard.ts'

export interface ShardReport {
  location: string
  isSharded: boolean
  cluster: ClusterState
  /** What is not as it should be, each in a line that says what to do. Empty for a database that is not sharded. */
  problems: string[]
}

/** How a database is kept, and what is wrong with it. It changes nothing. */
export async function checkShards(place: Place): Promise<ShardReport> {
  return using(place, async (connection) => {
    const { location, pool } = connection
    const cluster = await readCluster(pool)
    if (!isSharded(cluster)) return { location, isSharded: false, cluster, problems: [] }
    const { pending } = await migrationsOf(connection)
    const settings = await pool.query<{ value: string }>(
      `SELECT current_setting('citus.enable_unsafe_triggers') AS value`,
    )
    const left = await leftBehind(pool)
    const problems = [
      ...cluster.nodes.filter(({ isActive }) => !isActive).map(({ address }) => `${address} is not active`),
      ...undistributed(cluster).map((name) => `${name} is on the coordinator alone: run db:shard`),
      ...left.map((name) => `the coordinator still has a copy of ${name}: run db:shard`),
      ...pending.map((name) => `the migration ${name} is pending: run migrate`),
      ...(settings.rows[0]?.value === 'on'
        ? []
        : ['citus.enable_unsafe_triggers is off: set it to on for the database']),
      ...(await silentNodes(pool)),
      ...recoveryProblems(await readRecovery(pool)),
    ]
    return { location, isSharded: true, cluster, problems }
  })
}

/** Who settles the transactions that a lost worker has prepared. */
export interface Recovery {
  role: string
  /** Whether the role may have Citus do it at once. */
  isAllowed: boolean
  /** How often Citus does it by itself. Without a positive number it never does. */
  intervalMs: number
}

/** Rows of such a transaction are locked until then, and a write that waits for them fails after 15 s. */
const SOON_MS = 5_000

export function recoveryProblems({ role, isAllowed, intervalMs }: Recovery): string[] {
  if (isAllowed || (intervalMs > 0 && intervalMs <= SOON_MS)) return []
  const often = intervalMs > 0 ? `only every ${intervalMs / 1_000} s` : 'never'
  return [
    `${role} may not call recover_prepared_transactions, and Citus does so by itself ${often}: grant EXECUTE on that function to ${role}, or set citus.recover_2pc_interval to 1s`,
  ]
}

async function readRecovery(pool: Parameters<typeof readCluster>[0]): Promise<Recovery> {
  const { rows } = await pool.query<Recovery>(
    `SELECT current_user AS role, setting::int AS "intervalMs",
       has_function_privilege(current_user, 'pg_catalog.recover_prepared_transactions()', 'EXECUTE') AS "isAllowed"
     FROM pg_settings WHERE name = 'citus.recover_2pc_interval'`,
  )
  const [recovery] = rows
  if (!recovery) throw new Error('citus.recover_2pc_interval is not a setting of this Citus')
  return recovery
}

async function silentNodes(pool: Parameters<typeof readCluster>[0]): Promise<string[]> {
  const { rows } = await pool.query<{ address: string; result: string }>(
    `SELECT nodename || ':' || nodeport AS address, result
     FROM run_command_on_all_nodes('SELECT 1') JOIN pg_catalog.pg_dist_node USING (nodeid) WHERE NOT success`,
  )
  return rows.map(({ address, result }) => `${address} does not answer: ${result}`)
}
