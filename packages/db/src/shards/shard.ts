import pg from 'pg'
import { openConnection, withLocation } from '../create-db.ts'
import type { Connection } from '../engine/connection.ts'
import type { Place } from '../engine/existing.ts'
import { distributed, isSharded, readCluster, undistributed } from './catalog.ts'
import { type Checksum, checksumsOf, demandSame } from './checksums.ts'
import { dropUnset, takeOff } from './definitions.ts'
import { distributeFunctions, distributeTables, ON_SHARDS, setDatabases } from './distribute.ts'
import { GUIDE } from './guide.ts'
import { demandCounters, demandNoServers, demandShardable } from './refusals.ts'

export interface ShardOptions {
  /** Told what is being done. */
  note?: (line: string) => void
  shardCount?: number | undefined
}

export interface Moved {
  location: string
  tables: Checksum[]
}

/**
 * Shards the tables of users on Citus, in one transaction: it is all or nothing. Only afterwards does the coordinator let go of its own
 * copies. Of a database that is sharded already it distributes what is not, and lets go of what a killed run has left.
 *
 * @throws {Error} that says what is missing, before anything is changed
 */
export async function shardDatabase(place: Place, options: ShardOptions = {}): Promise<Moved> {
  const location = await using(place, async (connection) => {
    await demandShardable(connection)
    return connection.location
  })
  return using(place, (connection) =>
    connection.exclusively(async (session) => {
      const tables = await distribute(session, options)
      await letGo(session, options)
      return { location, tables }
    }),
  )
}

async function distribute(session: pg.Pool, { note, shardCount }: ShardOptions): Promise<Checksum[]> {
  await demandNoServers(session)
  const names = undistributed(await readCluster(session))
  if (names.length === 0) return []
  return inTransaction(session, async () => {
    await lock(session, names)
    await demandCounters(session)
    const before = await checksumsOf(session, names)
    const { putOnShards } = await takeOff(session, names)
    note?.(
      `copying ${before.reduce((sum, { rows }) => sum + rows, 0)} rows of ${names.length} tables to their shards`,
    )
    await distributeTables(session, names, shardCount)
    await distributeFunctions(session)
    await putOnShards()
    demandSame(before, await checksumsOf(session, names))
    await setDatabases(session, true)
    return before
  })
}

/** Removes the coordinator's copies of rows that are on shards: nothing reads them. */
async function letGo(session: pg.Pool, { note }: ShardOptions): Promise<void> {
  for (const name of await leftBehind(session)) {
    note?.(`removing the coordinator's copy of ${name}`)
    await session.query({
      text: 'SELECT truncate_local_data_after_distributing_table($1::regclass)',
      values: [name],
    })
  }
}

/** The sharded tables of which the coordinator still has a copy. */
export async function leftBehind(session: pg.Pool): Promise<string[]> {
  const state = await readCluster(session)
  const names = distributed().filter((name) => state.kinds.get(name) === 'sharded')
  const { rows } = await session.query<{ name: string }>({
    text: `SELECT relname AS name FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1) AND pg_relation_size(oid) > 0`,
    values: [names],
  })
  return rows.map(({ name }) => name)
}

/**
 * Brings all tables back to the coordinator, in one transaction.
 *
 * @throws {Error} where the database is not sharded
 */
export async function unshardDatabase(place: Place, { note }: ShardOptions = {}): Promise<Moved> {
  const location = await using(place, async (connection) => {
    const state = await readCluster(connection.pool)
    if (!isSharded(state)) throw new Error(`${connection.location} is not sharded`)
    return connection.location
  })
  return using(place, (connection) =>
    connection.exclusively(async (session) => {
      await demandNoServers(session)
      const { kinds } = await readCluster(session)
      const names = distributed().filter((name) => kinds.get(name) !== 'local')
      const tables = await inTransaction(session, async () => {
        await lock(session, names)
        const before = await checksumsOf(session, names)
        await dropUnset(session)
        const { putBack } = await takeOff(session, names)
        note?.(
          `copying ${before.reduce((sum, { rows }) => sum + rows, 0)} rows of ${names.length} tables back`,
        )
        for (const name of names)
          await session.query({ text: 'SELECT undistribute_table($1::regclass)', values: [name] })
        await putBack()
        demandSame(before, await checksumsOf(session, names))
        await setDatabases(session, false)
        return before
      })
      return { location, tables }
    }),
  )
}

/** Nobody reads or writes the tables until the transaction ends. */
async function lock(session: pg.Pool, names: readonly string[]): Promise<void> {
  const all = names.map((name) => pg.escapeIdentifier(name)).join(', ')
  await session.query(`LOCK TABLE ${all} IN ACCESS EXCLUSIVE MODE`)
}

async function inTransaction<T>(session: pg.Pool, work: () => Promise<T>): Promise<T> {
  await session.query(`BEGIN; ${ON_SHARDS}`)
  try {
    const result = await work()
    await session.query('COMMIT')
    return result
  } catch (error) {
    await session.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Opens the server of a place while `work` uses it. @throws {Error} where the place is of an embedded database */
export async function using<T>(place: Place, work: (connection: Connection) => Promise<T>): Promise<T> {
  if (!place.url)
    throw new Error(
      `the embedded database cannot be sharded: set DATABASE_URL to a server with Citus, and bring the data there with export and import (${GUIDE})`,
    )
  const connection = await openConnection(place.url, place)
  try {
    return await work(connection)
  } catch (error) {
    throw withLocation(connection, error)
  } finally {
    await connection.close()
  }
}
