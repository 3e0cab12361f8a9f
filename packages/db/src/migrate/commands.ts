import path from 'node:path'
import { parseArgs } from 'node:util'
import { openConnection } from '../create-db.ts'
import { diffSchema, migrate, pendingMigrations } from './migrate.ts'
import { prismaDirectory } from './migrations-folder.ts'
import { newMigration } from './new-migration.ts'

const usage = `usage: pnpm db:migrate               apply the pending migrations
       pnpm db:migrate status        list them
       pnpm db:migrate new <name>    write a migration from prisma/schema.prisma (--empty: one to fill by hand)
       pnpm db:migrate check         fail when the migrations differ from prisma/schema.prisma`

/** The variables of the environment that the commands read. */
export interface Environment {
  DATABASE_URL?: string | undefined
  DIRECT_DATABASE_URL?: string | undefined
  DATA_DIR?: string | undefined
  /** Where a package manager was called. */
  INIT_CWD?: string | undefined
}

/** Runs a command and returns its exit code. */
export async function run(args: string[], env: Environment): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { empty: { type: 'boolean', default: false } },
  })
  const [command = 'apply', name, ...rest] = positionals
  const wantsName = command === 'new'
  if (rest.length > 0 || wantsName !== (name !== undefined) || (values.empty && !wantsName))
    return fail(usage)
  if (command === 'apply') return apply(env)
  if (command === 'status') return status(env)
  if (command === 'check') return check()
  if (wantsName && name) return create(name, values.empty, env)
  return fail(usage)
}

async function apply(env: Environment): Promise<number> {
  return withDatabase(env, async (connection) => {
    const applied = await migrate(connection)
    for (const migration of applied) say(`applied ${migration}`)
    say(`${connection.location} is up to date`)
    return 0
  })
}

async function status(env: Environment): Promise<number> {
  return withDatabase(env, async (connection) => {
    const pending = await pendingMigrations(connection)
    for (const migration of pending) say(`pending ${migration}`)
    if (pending.length === 0) say(`${connection.location} is up to date`)
    return pending.length === 0 ? 0 : 1
  })
}

async function check(): Promise<number> {
  const sql = await diffSchema()
  if (sql === null) return 0
  say(sql)
  return fail('no migration makes these changes of prisma/schema.prisma: run pnpm db:migrate new <name>')
}

async function create(name: string, empty: boolean, env: Environment): Promise<number> {
  const file = await newMigration(name, { empty })
  if (!file) return fail('there is nothing to write: the migrations match prisma/schema.prisma')
  say(path.relative(env.INIT_CWD ?? process.cwd(), file))
  return 0
}

async function withDatabase(
  env: Environment,
  use: (connection: Awaited<ReturnType<typeof openConnection>>) => Promise<number>,
) {
  // The server's `.data` is at the root of the repository, wherever this runs.
  const dataDir = path.resolve(prismaDirectory(), '..', env.DATA_DIR || '.data')
  const connection = await openConnection(env.DATABASE_URL, {
    dataDir,
    directUrl: env.DIRECT_DATABASE_URL || undefined,
  })
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

function say(message: string): void {
  process.stdout.write(`${message}\n`)
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`)
  return 1
}
