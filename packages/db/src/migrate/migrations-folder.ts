import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Migration {
  name: string
  sql: string
}

export interface MigrationsFolder {
  directory: string
  /** In the order in which they are applied. */
  migrations: Migration[]
  /** The text of `migration_lock.toml`. */
  lock: string | null
}

/** Finds the repository's `prisma` folder above this file, which may be source or bundled into an app. */
export function prismaDirectory(): string {
  const start = path.dirname(fileURLToPath(import.meta.url))
  for (let directory = start; ; directory = path.dirname(directory)) {
    const found = path.join(directory, 'prisma')
    if (existsSync(path.join(found, 'migrations'))) return found
    if (directory === path.dirname(directory))
      throw new Error(`no prisma/migrations in any folder above ${start}`)
  }
}

/** Reads a folder of migrations; by default the repository's own. */
export async function readMigrations(directory?: string): Promise<MigrationsFolder> {
  const folder = directory ?? path.join(prismaDirectory(), 'migrations')
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const migrations = await Promise.all(
    names.sort().map(async (name) => {
      const file = path.join(folder, name, 'migration.sql')
      if (!existsSync(file)) throw new Error(`migration ${name} has no migration.sql`)
      return { name, sql: await readFile(file, 'utf8') }
    }),
  )
  const lock = path.join(folder, 'migration_lock.toml')
  return { directory: folder, migrations, lock: existsSync(lock) ? await readFile(lock, 'utf8') : null }
}

/** The checksum that Prisma records for a migration. */
export function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** A checksum of the whole folder. */
export function folderChecksum({ migrations }: MigrationsFolder): string {
  const hash = createHash('sha256')
  for (const { name, sql } of migrations) hash.update(`${name}\0${sql}\0`)
  return hash.digest('hex')
}
