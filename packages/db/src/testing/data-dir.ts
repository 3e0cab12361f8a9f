import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readMigrations } from '../migrate/migrations-folder.ts'
import { emptyTemplate, migratedTemplate } from '../migrate/template.ts'

/**
 * Puts an embedded database into a data directory, as the first start makes it: that takes five seconds of processor time for
 * initdb, and another for the migrations.
 */
export async function fillDataDir(dataDir: string, content: 'empty' | 'migrated'): Promise<void> {
  const archive = content === 'empty' ? await emptyTemplate() : await migratedTemplate(await readMigrations())
  const directory = path.join(dataDir, 'db')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  // Its names begin with a slash, which tar removes, and says so.
  execFileSync('tar', ['-xf', archive, '-C', directory], { stdio: ['ignore', 'ignore', 'pipe'] })
}
