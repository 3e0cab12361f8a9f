import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openEmbedded } from '../engine/embedded/embedded.ts'
import { pendingMigrations } from './migrate.ts'
import { readMigrations } from './migrations-folder.ts'
import { migratedTemplate, pgliteVersion } from './template.ts'

/**
 * Packs the cluster that is shipped into a folder, and returns its file, which is named after the version of PGlite that can
 * open it. Rejects if a copy cannot be opened, or lacks a migration.
 */
export async function packCluster(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `cluster-${await pgliteVersion()}.tar.gz`)
  const template = await migratedTemplate(await readMigrations())
  await pipeline(createReadStream(template), createGzip(), createWriteStream(file))
  await tryCopy(file)
  return file
}

async function tryCopy(archive: string): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-cluster-'))
  try {
    const connection = await openEmbedded(dataDir, archive)
    try {
      const pending = await pendingMigrations(connection)
      if (pending.length > 0) throw new Error(`the cluster lacks ${pending.join(', ')}`)
    } finally {
      await connection.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
