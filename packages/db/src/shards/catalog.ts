import type pg from 'pg'
import { type Table, tables } from '../tables.ts'
import { TABLES_ON_EVERY_SERVER, tablesByUser } from './user-tables.ts'

/** A server of the cluster, as the coordinator knows it. */
export interface ClusterNode {
  address: string
  isCoordinator: boolean
  isActive: boolean
  /** Whether it takes shards. */
  isWorker: boolean
}

/** How a declared table is kept: by user on shards, whole on every server, or on the coordinator alone. */
export type Kind = 'sharded' | 'everywhere' | 'local'

export interface ClusterState {
  /** The version of Citus; undefined where its extension is not. */
  version: string | undefined
  nodes: ClusterNode[]
  /** Of each table that a sharded database distributes. */
  kinds: Map<string, Kind>
}

interface KindRow {
  name: string
  kind: Kind
}

/** What the coordinator's catalog says of declared tables. On a server without Citus it has no version, and all tables are local. */
export async function readCluster(pool: pg.Pool, declared?: readonly Table[]): Promise<ClusterState> {
  const extension = await pool.query<{ version: string }>(
    `SELECT extversion AS version FROM pg_extension WHERE extname = 'citus'`,
  )
  const version = extension.rows[0]?.version
  const kinds = new Map<string, Kind>(distributed(declared).map((name) => [name, 'local']))
  if (version === undefined) return { version, nodes: [], kinds }
  const nodes = await pool.query<ClusterNode>(
    `SELECT nodename || ':' || nodeport AS address, groupid = 0 AS "isCoordinator", isactive AS "isActive",
       shouldhaveshards AND noderole = 'primary' AS "isWorker"
     FROM pg_catalog.pg_dist_node WHERE noderole = 'primary' ORDER BY groupid`,
  )
  const found = await pool.query<KindRow>(
    `SELECT c.relname AS name, CASE p.partmethod WHEN 'h' THEN 'sharded' ELSE 'everywhere' END AS kind
     FROM pg_catalog.pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
     WHERE c.relnamespace = current_schema()::regnamespace AND (p.partmethod = 'h' OR (p.partmethod, p.repmodel) = ('n', 't'))`,
  )
  for (const { name, kind } of found.rows) if (kinds.has(name)) kinds.set(name, kind)
  return { version, nodes: nodes.rows, kinds }
}

/** The tables that a sharded database does not keep on the coordinator alone, in the order in which they are distributed. */
export function distributed(declared?: readonly Table[]): string[] {
  return [...tablesByUser(declared), ...TABLES_ON_EVERY_SERVER]
}

export function isSharded({ kinds }: ClusterState): boolean {
  return kinds.get(tables.Revision.name) === 'sharded'
}

/** Declared tables that are not kept as a sharded database keeps them. */
export function undistributed({ kinds }: ClusterState): string[] {
  return [...kinds].filter(([, kind]) => kind === 'local').map(([name]) => name)
}
