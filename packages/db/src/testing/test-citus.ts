import pg from 'pg'
import type { Connection } from '../engine/connection.ts'
import { shardDatabase } from '../shards/shard.ts'
import { openTestServer } from './test-server.ts'

/** Of the session that makes a cluster know its workers. Two at a time would write the same roles there. */
const ADDING_LOCK = 7392

/** Fewer shards are made faster, and two on each of two workers show what goes to one. */
const SHARDS = 4

interface Server {
  host: string
  port: number
}

export interface TestCluster extends Connection {
  url: string
  /** The URLs of the same database on its workers. */
  workers: string[]
}

/**
 * Creates a migrated database on a Citus cluster, and drops it from all servers when the connection is closed. `citusUrl` leads to a
 * database of the coordinator that knows its workers. With `isSharded` its tables are on them.
 */
export async function openTestCitus(
  citusUrl: string,
  { isSharded = true }: { isSharded?: boolean } = {},
): Promise<TestCluster> {
  const opened = await openTestServer(citusUrl, undefined)
  const name = new URL(opened.url).pathname.slice(1)
  const servers = await serversOf(citusUrl)
  const drop = () =>
    Promise.all(
      servers.workers.map((server) =>
        withClient(urlAt(citusUrl, server), (client) =>
          client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
        ),
      ),
    )
  const close = async () => {
    await opened.close()
    await drop()
  }
  try {
    const workers = await Promise.all(servers.workers.map((server) => createOn(citusUrl, server, name)))
    await withClient(citusUrl, async (admin) => {
      await admin.query('SELECT pg_advisory_lock($1)', [ADDING_LOCK])
      await withClient(opened.url, (client) => addNodes(client, servers))
    })
    if (isSharded) await shardDatabase({ url: opened.url, dataDir: '' }, { shardCount: SHARDS })
    return { ...opened, workers, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Servers {
  coordinator: Server
  workers: Server[]
}

async function addNodes(client: pg.Client, { coordinator, workers }: Servers): Promise<void> {
  await client.query('CREATE EXTENSION citus')
  await client.query('SELECT citus_set_coordinator_host($1, $2)', [coordinator.host, coordinator.port])
  for (const { host, port } of workers) await client.query('SELECT citus_add_node($1, $2)', [host, port])
}

async function serversOf(citusUrl: string): Promise<Servers> {
  const { rows } = await withClient(citusUrl, (client) =>
    client.query<Server & { isCoordinator: boolean }>(
      `SELECT nodename AS host, nodeport AS port, groupid = 0 AS "isCoordinator" FROM pg_dist_node
       WHERE isactive ORDER BY groupid`,
    ),
  )
  const coordinator = rows.find(({ isCoordinator }) => isCoordinator)
  if (!coordinator) throw new Error('the database of TEST_CITUS_URL is not that of a coordinator')
  return { coordinator, workers: rows.filter(({ isCoordinator }) => !isCoordinator) }
}

async function createOn(citusUrl: string, server: Server, name: string): Promise<string> {
  await withClient(urlAt(citusUrl, server), (client) => client.query(`CREATE DATABASE ${name}`))
  const url = Object.assign(new URL(urlAt(citusUrl, server)), { pathname: `/${name}` }).href
  await withClient(url, (client) => client.query('CREATE EXTENSION citus'))
  return url
}

/** The same database by its name, on another server. */
function urlAt(citusUrl: string, { host, port }: Server): string {
  return Object.assign(new URL(citusUrl), { hostname: host, port: `${port}` }).href
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
