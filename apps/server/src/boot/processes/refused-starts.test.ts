import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDb } from '@tandem/db'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import type { Db } from '@tandem/db/types'
import { afterAll, expect, test } from 'vitest'
import { killAll, launchServer } from '../../testing/process.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'tandem-refused-'))
const dataDir = path.join(folder, 'data')
await fillDataDir(dataDir, 'migrated')
const closing: (() => unknown)[] = []

afterAll(async () => {
  await killAll()
  for (const close of closing) await close()
  await rm(folder, { recursive: true, force: true })
})

/** In values that must not be shown. */
const SECRET = 'hunter2hunter2'

type Variables = Record<string, string>

async function listening(server: Server): Promise<string> {
  closing.push(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return String((server.address() as AddressInfo).port)
}

/** A PostgreSQL server that answers every attempt to connect with an error. */
function refusing(code: string, message: string): Promise<string> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + 4)
  return listening(
    createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, fields])))
    }),
  )
}

/** A migrated database that was changed, on the engine of these tests. */
async function changed(change: (client: Db) => Promise<unknown>): Promise<Variables> {
  if (testEngine === 'postgresql') {
    const db = await createTestDb()
    closing.push(() => db.close())
    await change(db.client)
    return { DATABASE_URL: db.url ?? '' }
  }
  const own = await mkdtemp(path.join(folder, 'changed-'))
  await fillDataDir(own, 'migrated')
  const db = await createDb(undefined, { dataDir: own })
  await change(db.client)
  await db.close()
  return { DATA_DIR: own }
}

const url = (port: string) => `postgresql://ada:${SECRET}@127.0.0.1:${port}/tandem`

/** What is wrong, the variables that make it so, and how each line of the answer begins. */
const starts: [string, () => Variables | Promise<Variables>, ...RegExp[]][] = [
  [
    'ten settings that are wrong',
    () => ({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      ACCESS_TOKEN_TTL: '15',
      APP_URL: 'example.com',
      REDIS_URL: `http://:${SECRET}@cache`,
      SMTP_URL: `http://a:${SECRET}@mail`,
      S3_URL: `https://key:${SECRET}@s3.example.com`,
      TRUST_PROXY: 'everyone',
      CORS_ORIGINS: 'https://app.example.com/tasks',
      JWT_SECRET: SECRET,
    }),
    /^PORT: must be a whole number/,
    /^JWT_SECRET: must have at least 32 bytes/,
    /^ACCESS_TOKEN_TTL: must be a duration/,
    /^APP_URL: must be a URL/,
    /^CORS_ORIGINS: must be .* origins/,
    /^TRUST_PROXY: must be a number of proxies/,
    /^REDIS_URL: must be a URL/,
    /^SMTP_URL: must be a URL/,
    /^LOG_LEVEL: /,
    /^S3_URL: must have/,
  ],
  [
    'a port that is taken',
    async () => ({ PORT: await listening(createServer()) }),
    /^PORT: EADDRINUSE.*:\d+$/,
  ],
  ['a host that nobody knows', () => ({ HOST: 'no-such-host.invalid' }), /^HOST: .*no-such-host\.invalid/],
  ['a host that is another machine', () => ({ HOST: '192.0.2.1' }), /^HOST: .*192\.0\.2\.1/],
  [
    'the port of metrics is that of the server',
    () => ({ PORT: '3999', METRICS_PORT: '3999' }),
    /^METRICS_PORT: must not be PORT/,
  ],
  [
    'the port of metrics is taken',
    async () => ({ METRICS_PORT: await listening(createServer()) }),
    /^METRICS_PORT: EADDRINUSE/,
  ],
  [
    'production with the secret under another name',
    () => ({ NODE_ENV: 'production', JWT_SECRT: SECRET.repeat(3) }),
    /^JWT_SECRET: is required/,
    /^JWT_SECRT: is no setting of Tandem: is it JWT_SECRET\?/,
  ],
  ['workers over the embedded database', () => ({ WORKERS: '2' }), /^WORKERS: needs DATABASE_URL/],
  [
    'the data is to lie in a file',
    async () => {
      const file = path.join(folder, 'file')
      await writeFile(file, '')
      return { DATA_DIR: file }
    },
    /^DATA_DIR: .*\/file/,
  ],
  // Not even root can write there.
  [
    'the data is to lie where nobody can write',
    () => ({ DATA_DIR: '/sys/tandem' }),
    /^DATA_DIR: .*\/sys\/tandem/,
  ],
  [
    'the same with a database elsewhere',
    async () => ({ ...(await changed(async () => {})), DATA_DIR: '/sys/tandem' }),
    /^DATA_DIR: .*\/sys\/tandem/,
  ],
  [
    'a database that cannot be reached',
    () => ({ DATABASE_URL: url('1') }),
    /^cannot reach the database at 127\.0\.0\.1:1\/tandem: .*ECONNREFUSED/,
  ],
  [
    'a wrong password',
    async () => {
      const port = await refusing('28P01', 'password authentication failed for user "ada"')
      return { DATABASE_URL: url(port) }
    },
    /password authentication failed for user "ada"/,
  ],
  [
    'a database that is not there',
    async () => ({ DATABASE_URL: url(await refusing('3D000', 'database "tandem" does not exist')) }),
    /database "tandem" does not exist/,
  ],
  [
    'a database of a newer version',
    () =>
      changed(
        (client) => client.$executeRaw`
          INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', '', '99990101_later', now())`,
      ),
    /^the database has migration 99990101_later, which this version does not know/,
  ],
  [
    'a database of something else',
    () => changed((client) => client.$executeRaw`DROP TABLE _prisma_migrations`),
    /^the database is not empty, and not Tandem's/,
  ],
]

/** In single-user mode, as PGlite runs it, PostgreSQL ignores such settings. */
const onServer: typeof starts = [
  [
    'a database in which nothing can be written',
    () =>
      changed(
        (client) => client.$executeRaw`
          DO $$ BEGIN
            EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
          END $$`,
      ),
    /^the database is read-only/,
  ],
]

test.each([...starts, ...(testEngine === 'postgresql' ? onServer : [])])(
  '%s: a heading, and a line for each mistake',
  { timeout: 60_000 },
  async (_name, make, ...expected) => {
    // Warnings come first: where the web app has not been built, that is one.
    const settings = { DATA_DIR: dataDir, LOG_LEVEL: 'error', ...(await make()) }
    const { code, output } = await launchServer(settings).end
    const [heading, ...lines] = output.trimEnd().split('\n')
    expect([code, heading]).toEqual([1, 'Tandem cannot start'])
    expect(lines.map((line) => line.trim())).toEqual(expected.map((line) => expect.stringMatching(line)))
    expect(output).not.toContain(SECRET)
  },
)

test('a setting under nearly its name is named in a warning, without its value', {
  timeout: 60_000,
}, async () => {
  const server = launchServer({ DATA_DIR: dataDir, JWT_SECRT: SECRET })
  await server.url
  expect(server.output()).toContain('JWT_SECRT: is no setting of Tandem: is it JWT_SECRET?')
  expect(server.output()).not.toContain(SECRET)
})
