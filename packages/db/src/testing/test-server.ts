import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Connection, openServer } from '../engine/connection.ts'
import { migrate } from '../migrate/migrate.ts'
import { folderChecksum, readMigrations } from '../migrate/migrations-folder.ts'
import { testPoolerUrl } from './environment.ts'

/** A template has the name of a draft while it is built. */
const PREFIX = { test: 'tandem_test_', template: 'tandem_template_', draft: 'tandem_draft_' }

/** The first key of a template's advisory lock. The second is a hash of its name. */
const LOCK_SPACE = 7391

/**
 * Creates a migrated database on a test server, and drops it when the connection is closed. `url` leads to the server; the
 * connection leads through the pooler, if there is one.
 */
export async function openTestServer(
  serverUrl: string,
  poolerUrl = testPoolerUrl,
): Promise<Connection & { url: string }> {
  const name = PREFIX.test + randomBytes(8).toString('hex')
  // The database belongs to this session: one without its session is a leftover.
  const admin = new pg.Client({ connectionString: serverUrl, application_name: name })
  admin.on('error', () => {})
  await admin.connect()
  try {
    const template = await lockedTemplate(admin, serverUrl)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    await dropLeftovers(admin)
  } catch (error) {
    await admin.end()
    throw error
  }

  const url = urlOf(serverUrl, name)
  const connection = poolerUrl ? openServer(urlOf(poolerUrl, name), { directUrl: url }) : openServer(url)
  return {
    ...connection,
    url,
    close: async () => {
      await connection.close()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}

/** Makes sure that there is a migrated template, locks it until the session ends, and resolves to its name. */
async function lockedTemplate(admin: pg.Client, serverUrl: string): Promise<string> {
  const name = PREFIX.template + folderChecksum(await readMigrations()).slice(0, 16)
  const lock = [LOCK_SPACE, name]
  for (;;) {
    await admin.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', lock)
    if (await exists(admin, name)) return name
    await admin.query('SELECT pg_advisory_unlock_shared($1, hashtext($2))', lock)

    await admin.query('SELECT pg_advisory_lock($1, hashtext($2))', lock)
    try {
      if (!(await exists(admin, name))) await buildTemplate(admin, serverUrl, name)
    } finally {
      await admin.query('SELECT pg_advisory_unlock($1, hashtext($2))', lock)
    }
  }
}

async function buildTemplate(admin: pg.Client, serverUrl: string, name: string): Promise<void> {
  const draft = draftOf(name)
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${draft}`)
  const connection = openServer(urlOf(serverUrl, draft))
  try {
    await migrate(connection)
  } finally {
    await connection.close()
  }
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
}

/** Drops the databases of test runs that ended without closing them, and templates that nobody uses. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT d.datname AS name FROM pg_database d
     WHERE starts_with(d.datname, $1)
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.application_name = d.datname)
     UNION ALL
     SELECT d.datname FROM pg_database d
     WHERE (starts_with(d.datname, $2) OR starts_with(d.datname, $4))
       AND NOT EXISTS (
         SELECT FROM pg_locks l
         WHERE l.locktype = 'advisory' AND l.classid = $3
           AND l.objid::bigint = hashtext(replace(d.datname, $4, $2))::bigint & 4294967295)`,
    [PREFIX.test, PREFIX.template, LOCK_SPACE, PREFIX.draft],
  )
  await dropUnused(
    admin,
    rows.map(({ name }) => name),
  )
}

/** Drops databases that were found to be leftovers, but for templates that somebody uses since. */
export async function dropUnused(admin: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names) {
    // Another process may drop it at the same time.
    const drop = () => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => {})
    if (name.startsWith(PREFIX.test)) await drop()
    else await ifUnlocked(admin, name.replace(PREFIX.draft, PREFIX.template), drop)
  }
}

/** Runs `work` with the lock of a template, unless another session has it. Who wants it waits, and then finds what is left. */
async function ifUnlocked(admin: pg.Client, template: string, work: () => Promise<unknown>): Promise<void> {
  const lock = [LOCK_SPACE, template]
  const { rows } = await admin.query<{ isFree: boolean }>(
    'SELECT pg_try_advisory_lock($1, hashtext($2)) AS "isFree"',
    lock,
  )
  if (!rows[0]?.isFree) return
  await work()
  await admin.query('SELECT pg_advisory_unlock($1, hashtext($2))', lock)
}

function draftOf(template: string): string {
  return template.replace(PREFIX.template, PREFIX.draft)
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name])
  return rowCount !== 0
}

function urlOf(serverUrl: string, database: string): string {
  return Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href
}
