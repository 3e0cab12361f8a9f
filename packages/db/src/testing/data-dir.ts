import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { unpackCluster } from '../engine/embedded/shipped-cluster.ts'
import { readMigrations } from '../migrate/migrations-folder.ts'
import { emptyTemplate, migratedTemplate } from '../migrate/template.ts'

/**
 * Puts an embedded database into a data directory, as the first start makes it: without a shipped cluster that takes five
 * seconds of processor time for initdb, and another for the migrations.
 */
export async function fillDataDir(dataDir: string, content: 'empty' | 'migrated'): Promise<void> {
  const archive = content === 'empty' ? await emptyTemplate() : await migratedTemplate(await readMigrations())
  const directory = path.join(dataDir, 'db')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  await unpackCluster(archive, directory)
}
