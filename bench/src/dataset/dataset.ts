import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createDb } from '@tandem/db'
import type pg from 'pg'
import { prisma } from '../folders.ts'
import { SERVERS, type ServerName } from '../launch/server-process.ts'
import { log } from '../log.ts'
import { databaseUrl, withClient } from '../machine/postgres.ts'
import { fillProjects, fillTasks, fillUsers } from './fill-sql.ts'
import { ALL_USERS, countsOfLoad, taskCounts } from './users.ts'

/** The names of all databases of the bench begin with this. */
const DATABASE = 'tandem_bench'

/** Rows in one INSERT. Each leaves a dead version of the owner's counter, and the next must skip all of them. */
const BATCH_SIZE = 1000

export interface Dataset {
  /** Makes a new copy of the data for a server, and returns its URL. The server's earlier copy is dropped. */
  fresh(server: ServerName): Promise<string>
  /** Drops all copies. */
  drop(): Promise<void>
}

/**
 * Finds or makes the template: a filled database that stays on the server between runs, to be copied from. Other
 * migrations or other data make another template, and the earlier one is dropped.
 */
export async function openDataset(url: string, hugeCount: number): Promise<Dataset> {
  const prefix = `${DATABASE}_template_${hugeCount}_`
  const template = prefix + fingerprint(hugeCount)
  await withClient(url, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) if (datname !== template) await dropDatabase(admin, datname)
    if (!rows.some(({ datname }) => datname === template))
      await buildTemplate({ admin, url, template, hugeCount })
  })
  return {
    fresh: (server) =>
      withClient(url, async (admin) => {
        const copy = copyFor(server)
        await dropDatabase(admin, copy)
        // Copying files takes a third of the time that copying through the write-ahead log does.
        const version = Number((await admin.query('SHOW server_version_num')).rows[0].server_version_num)
        const strategy = version >= 150_000 ? ' STRATEGY file_copy' : ''
        await admin.query(`CREATE DATABASE ${copy} TEMPLATE ${template}${strategy}`)
        // Otherwise PostgreSQL would write the copied pages to disk during a measurement.
        await admin.query('CHECKPOINT')
        return databaseUrl(url, copy)
      }),
    drop: () =>
      withClient(url, async (admin) => {
        for (const server of SERVERS) await dropDatabase(admin, copyFor(server))
      }),
  }
}

function copyFor(server: ServerName): string {
  return `${DATABASE}_${server.replaceAll('-', '_')}`
}

interface Build {
  admin: pg.Client
  url: string
  template: string
  hugeCount: number
}

/** Gives the database its final name only once it is complete, so an interrupted run leaves no partial template. */
async function buildTemplate({ admin, url, template, hugeCount }: Build): Promise<void> {
  const start = performance.now()
  log(`filling a database with ${hugeCount.toLocaleString('en')} tasks; later runs reuse it`)
  await dropDatabase(admin, DATABASE)
  await admin.query(`CREATE DATABASE ${DATABASE}`)
  const target = databaseUrl(url, DATABASE)
  await (await createDb(target)).close()
  await withClient(target, (client) => fill(client, hugeCount))
  await admin.query(`ALTER DATABASE ${DATABASE} RENAME TO ${template}`)
  log(`filled in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

async function fill(client: pg.Client, hugeCount: number): Promise<void> {
  await client.query('SET synchronous_commit = off')
  await client.query('SELECT setseed(0.5)')
  await client.query(fillUsers, [ALL_USERS])

  // Building a GIN index over finished rows is several times as fast as maintaining it row by row.
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'tasks' AND indexdef LIKE '%USING gin%'`,
  )
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`)
  await fillRows(client, fillTasks, taskCounts(hugeCount))
  await fillRows(client, fillProjects, countsOfLoad())
  for (const { definition } of rows) await client.query(definition)
  await client.query('VACUUM (FREEZE, ANALYZE)')
}

async function fillRows(client: pg.Client, sql: string, counts: Map<number, number>): Promise<void> {
  for (const [user, count] of counts) {
    for (let from = 1; from <= count; from += BATCH_SIZE) {
      await client.query(sql, [user, from, Math.min(count, from + BATCH_SIZE - 1)])
    }
  }
}

async function dropDatabase(admin: pg.Client, database: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
}

/** A hash of everything that decides what the template contains. */
function fingerprint(hugeCount: number): string {
  const counts = [...taskCounts(hugeCount), ...countsOfLoad()]
  const hash = createHash('sha256').update(JSON.stringify([fillUsers, fillTasks, fillProjects, counts]))
  const migrations = path.join(prisma, 'migrations')
  for (const file of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(path.join(migrations, file)))
  }
  return hash.digest('hex').slice(0, 12)
}
