import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packCluster } from '../../migrate/pack-cluster.ts'
import { pgliteVersion } from '../../migrate/template.ts'
import type { Connection } from '../connection.ts'
import { openExisting } from '../existing.ts'
import { openEmbedded } from './embedded.ts'

const root = mkdtempSync(path.join(tmpdir(), 'tandem-cluster-'))
let archive: string
beforeAll(async () => {
  archive = await packCluster(path.join(root, 'dist'))
}, 120_000)
afterAll(() => rmSync(root, { recursive: true }))

async function inCopy<T>(dataDir: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openEmbedded(dataDir, archive)
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

/** The tables of a database that have rows, and what is the database's own. */
async function contentOf({ pool }: Connection) {
  const { rows: tables } = await pool.query(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND relkind = 'r' ORDER BY 1`,
  )
  const filled: string[] = []
  for (const { name } of tables) {
    if ((await pool.query(`SELECT FROM ${name} LIMIT 1`)).rowCount) filled.push(name)
  }
  const { rows } = await pool.query(
    `SELECT value AS epoch, pg_encoding_to_char(encoding) AS encoding, datcollate, datlocprovider::text,
       current_setting('fsync') AS fsync
     FROM sync_epoch, pg_database WHERE datname = current_database()`,
  )
  return { filled, ...rows[0] }
}

test('a copy is migrated and has no rows that two installations share; its epoch is its own', async () => {
  expect(path.basename(archive)).toBe(`cluster-${await pgliteVersion()}.tar.gz`)
  const [first, second] = [path.join(root, 'first'), path.join(root, 'second')]
  const content = await inCopy(first, contentOf)
  expect(content).toEqual({
    filled: ['_prisma_migrations', 'pgboss.version', 'sync_epoch'],
    epoch: expect.stringMatching(/^[\da-f]{12}$/),
    encoding: 'UTF8',
    datcollate: 'C',
    datlocprovider: 'c',
    fsync: 'on',
  })
  expect((await inCopy(second, contentOf)).epoch).not.toBe(content.epoch)
  // It is made once.
  expect((await inCopy(first, contentOf)).epoch).toBe(content.epoch)
  expect(readdirSync(first)).toEqual(['db'])
  expect(statSync(path.join(first, 'db')).mode & 0o777).toBe(0o700)
}, 60_000)

test('a start that is killed while it unpacks leaves nothing that is taken for a database', async () => {
  const dataDir = path.join(root, 'killed')
  const directory = path.join(dataDir, 'db')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fixture = path.join(import.meta.dirname, 'shipped-cluster.fixture.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', fixture, dataDir, archive], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const watcher = watch(directory, () => child.kill('SIGKILL'))
  await once(child, 'exit')
  watcher.close()
  expect(output).toBe('')
  expect(existsSync(`${directory}.creating`)).toBe(true)

  // Whatever of it was written.
  writeFileSync(path.join(directory, 'PG_VERSION'), '18\n')
  expect(await inCopy(dataDir, contentOf)).toMatchObject({ encoding: 'UTF8' })
  expect(readdirSync(dataDir)).toEqual(['db'])
}, 60_000)

test('an archive that was cut off is no database, leaves nothing, and the next start makes one', async () => {
  const dataDir = path.join(root, 'cut')
  const cut = path.join(root, 'cut.tar.gz')
  const whole = readFileSync(archive)
  writeFileSync(cut, whole.subarray(0, whole.length / 2))
  await expect(openEmbedded(dataDir, cut)).rejects.toThrow('cannot open the embedded database in ')
  // A mark would make the next start throw away what an operator has put there meanwhile.
  expect(readdirSync(dataDir)).toEqual([])
  expect(await inCopy(dataDir, contentOf)).toMatchObject({ encoding: 'UTF8' })
}, 60_000)

test('a part of a copied database is left alone', async () => {
  const dataDir = path.join(root, 'part')
  const file = path.join(dataDir, 'db', 'base', '1')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, 'rows')
  await expect(openEmbedded(dataDir, archive)).rejects.toThrow('there are files in it, but no database')
  expect(readdirSync(dataDir)).toEqual(['db'])
  expect(readFileSync(file, 'utf8')).toBe('rows')
})

test('whoever looks for a database that is there finds none that is unfinished', async () => {
  const dataDir = path.join(root, 'unfinished')
  mkdirSync(path.join(dataDir, 'db'), { recursive: true })
  writeFileSync(path.join(dataDir, 'db', 'PG_VERSION'), '18\n')
  writeFileSync(path.join(dataDir, 'db.creating'), '')
  expect(await openExisting({ dataDir })).toBeUndefined()
})
