import { migrateDatabase } from '@tandem/db'
import { shardDatabase } from '@tandem/db/shards'
import { type Postgres, startPostgres } from '../outages/services.ts'
import { citusPrograms } from '../settings.ts'

const SETTINGS = [
  'shared_preload_libraries=citus',
  'wal_level=logical',
  'max_prepared_transactions=100',
  'shared_buffers=64MB',
]

/** A database sharded by user, on a coordinator and workers in folders of their own. */
export async function startCluster(count: number) {
  const servers: Postgres[] = []
  const start = async () => {
    const server = await startPostgres({ programs: citusPrograms, settings: SETTINGS })
    servers.push(server)
    await server.sql('CREATE EXTENSION citus')
    return server
  }
  const coordinator = await start()
  await coordinator.sql(`SELECT citus_set_coordinator_host('127.0.0.1', ${coordinator.port})`)
  const workers: Postgres[] = []
  const addWorker = async () => {
    const worker = await start()
    await coordinator.sql(`SELECT citus_add_node('127.0.0.1', ${worker.port})`)
    workers.push(worker)
    return worker
  }
  while (workers.length < count) await addWorker()
  const place = { url: coordinator.url, dataDir: '' }
  await migrateDatabase(place.url, place)
  await shardDatabase(place)
  return {
    coordinator,
    workers,
    addWorker,
    /** The port of the worker that has a user's rows. */
    portOf: async (userId: string) =>
      Number(
        await coordinator.sql(
          `SELECT nodeport FROM pg_dist_placement JOIN pg_dist_node USING (groupid)
           WHERE shardid = get_shard_id_for_distribution_column('revisions', '${userId}'::uuid)`,
        ),
      ),
    /** How many sessions were opened on the coordinator, by the servers and by this test. */
    sessionsSoFar: async () =>
      Number(
        await coordinator.sql('SELECT sessions FROM pg_stat_database WHERE datname = current_database()'),
      ),
    stop: async () => {
      for (const server of servers) await server.stop()
    },
  }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>
