import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createDb } from '@tandem/db'
import type pg from 'pg'
import { migrations } from '../folders.ts'
import { SERVERS, type ServerName } from '../launch/server-process.ts'
import { say } from '../log.ts'
import { databaseUrl, withClient } from '../machine/postgres.ts'
import { fillTasks, fillUsers } from './fill-sql.ts'

/** Where the servers work, each in a database of its own that is dropped and made anew: what their names begin with. */
export const DATABASE = 'tandem_bench'

/** The users there are, by number. The first is the one who is measured. */
export const USERS = 50
export const TASKS = 2000
const TASKS_OF_OTHERS = 40
export const FEW = { user: 51, tasks: 1000 }
export const MANY_USER = 52

/** In one transaction the counter of a user gets a dead row for each task, and all of them are looked through. */
const BATCH = 1000

export interface Dataset {
  /** A fresh copy of the data for a server, at the URL it returns. Whoever uses its copy before must have gone. */
  fresh(server: ServerName): Promise<string>
  drop(): Promise<void>
}

/**
 * The filled database, kept on the server between runs as a template to copy from. Another set of migrations, or other
 * data, is another template; the one before is dropped.
 */
export async function openDataset(url: string, many: number): Promise<Dataset> {
  const kind = `${DATABASE}_template_${many}_`
  const template = kind + fingerprint()
  await withClient(url, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [kind],
    )
    for (const { datname } of rows) if (datname !== template) await drop(admin, datname)
    if (!rows.some(({ datname }) => datname === template)) await build(admin, url, template, many)
  })
  return {
    fresh: (server) =>
      withClient(url, async (admin) => {
        const copy = copyOf(server)
        await drop(admin, copy)
        // Copying files is a third of the work that copying through the log is.
        const version = Number((await admin.query('SHOW server_version_num')).rows[0].server_version_num)
        const strategy = version >= 150_000 ? ' STRATEGY file_copy' : ''
        await admin.query(`CREATE DATABASE ${copy} TEMPLATE ${template}${strategy}`)
        // What copying left to be written must not be written while somebody is measured.
        await admin.query('CHECKPOINT')
        return databaseUrl(url, copy)
      }),
    drop: () =>
      withClient(url, async (admin) => {
        for (const server of SERVERS) await drop(admin, copyOf(server))
      }),
  }
}

function copyOf(server: ServerName): string {
  return `${DATABASE}_${server}`
}

/** Under another name until it is whole: a run that was stopped leaves nothing that looks like a template. */
async function build(admin: pg.Client, url: string, template: string, many: number): Promise<void> {
  const start = performance.now()
  say(`filling a database with ${many.toLocaleString('en')} tasks, once`)
  await drop(admin, DATABASE)
  await admin.query(`CREATE DATABASE ${DATABASE}`)
  const target = databaseUrl(url, DATABASE)
  await (await createDb(target)).close()
  await withClient(target, (client) => fill(client, many))
  await admin.query(`ALTER DATABASE ${DATABASE} RENAME TO ${template}`)
  say(`filled in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

async function fill(client: pg.Client, many: number): Promise<void> {
  await client.query('SET synchronous_commit = off')
  await client.query('SELECT setseed(0.5)')
  await client.query(fillUsers, [MANY_USER])
  const counts = new Map([
    [1, TASKS],
    [FEW.user, FEW.tasks],
    [MANY_USER, many],
  ])
  for (let user = 2; user <= USERS; user++) counts.set(user, TASKS_OF_OTHERS)

  // A search index takes longer than all else when it is kept up row by row.
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'tasks' AND indexdef LIKE '%USING gin%'`,
  )
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`)
  for (const [user, count] of counts) {
    for (let from = 1; from <= count; from += BATCH) {
      await client.query(fillTasks, [user, from, Math.min(count, from + BATCH - 1)])
    }
  }
  for (const { definition } of rows) await client.query(definition)
  await client.query('VACUUM (FREEZE, ANALYZE)')
}

async function drop(admin: pg.Client, database: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
}

/** Of everything that decides what is in the template. */
function fingerprint(): string {
  const hash = createHash('sha256').update(JSON.stringify([fillUsers, fillTasks, USERS, TASKS, FEW]))
  for (const file of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(path.join(migrations, file)))
  }
  return hash.digest('hex').slice(0, 12)
}
