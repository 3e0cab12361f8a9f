import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { diffSchema } from './migrate.ts'
import { prismaDirectory } from './migrations-folder.ts'

const lock = '# Tells Prisma which database the migrations are for.\nprovider = "postgresql"\n'

interface NewMigrationOptions {
  /** Writes a file without SQL, for what the Prisma schema cannot express. */
  empty?: boolean
  migrations?: string
  now?: Date
}

/**
 * Writes a migration with the SQL that the migrations lack, compared with `schema.prisma`, and returns its file. Returns null,
 * and writes nothing, when they lack nothing. The name, of a-z, 0-9 and underscores, becomes part of the folder's name.
 */
export async function newMigration(name: string, options: NewMigrationOptions = {}): Promise<string | null> {
  const { empty = false, migrations = path.join(prismaDirectory(), 'migrations'), now = new Date() } = options
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name))
    throw new Error(`not a migration name: ${name} (use words_like_these)`)
  const sql = empty
    ? '-- By hand: prisma/schema.prisma cannot express this.\n'
    : await diffSchema({ migrations })
  if (sql === null) return null
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const directory = path.join(migrations, `${stamp}_${name}`)
  await mkdir(directory, { recursive: true })
  await writeFile(path.join(directory, 'migration.sql'), sql)
  await writeFile(path.join(migrations, 'migration_lock.toml'), lock, { flag: 'wx' }).catch(() => {})
  return path.join(directory, 'migration.sql')
}
