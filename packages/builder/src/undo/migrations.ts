import { appliedOf, type Place, type Reversal } from '@tandem/db/reverse'
import { extending, reducing } from '../explore/by-hand.ts'
import type { Git } from '../explore/git.ts'
import { messageOf } from '../message.ts'
import { migrationRecord } from '../plan/base.ts'
import type { Change } from '../plan/change.ts'
import type { Kept, Read } from '../plan/compose.ts'
import { folderName, migrationFile, type PlannedMigration } from '../plan/migration.ts'
import type { Renderer } from '../plan/renderer.ts'
import { migrationFolders, type Rendered } from '../plan/workshop.ts'
import { Refusal } from '../refusal.ts'
import type { Resource } from '../spec/resource.ts'

export interface UndoneMigrations {
  /** Folders that are removed. */
  changes: Change[]
  /** What answers the migrations that stay. */
  migration: PlannedMigration | null
  /** What is undone in databases that have the removed ones. */
  reversal: Reversal | undefined
  kept: Kept[]
}

interface Options {
  root: string
  rendered: Rendered
  /** What the last commit has of the resource. */
  committed(): Promise<Rendered | undefined>
  renderer: Renderer
  read: Read
  git: Git
  now: Date
}

/**
 * What becomes of a resource's migrations. One that is not committed is removed, and reversed where it was applied. One that
 * is committed stays, since other databases may have it, and so does one that somebody edited; a new one answers them.
 */
export async function undoMigrations(options: Options): Promise<UndoneMigrations> {
  const { root, rendered, committed, renderer, read, now } = options
  const folders = migrationFolders(root)
  const own = folders.filter((folder) => belongsTo(folder, rendered.resource))
  const { stay, go, kept } = await whatGoes(own, options)
  const changes = go.map((folder): Change => {
    const path = migrationFile(folder)
    return { path, before: read(path), after: undefined, action: 'edit' }
  })
  // What is left once the removed ones are reversed.
  const left = stay.length === 0 ? undefined : go.length === 0 ? rendered : await committed()
  if (stay.length > 0 && !left)
    throw new Refusal([
      `the spec that ${stay.at(-1)} was made from is not in the last commit: commit it, or remove the migration`,
    ])
  const sql = go.length === 0 ? null : renderer.migrationOf(rendered, left)
  const drop = left ? renderer.migrationOf(left, undefined) : null
  return {
    changes,
    kept,
    migration: drop && { name: folderName(drop.name, folders, now), sql: drop.sql },
    reversal: sql ? { migrations: go, sql: sql.sql } : undefined,
  }
}

/** Which of a resource's migrations go, and which of those that stay were edited. */
async function whatGoes(
  own: readonly string[],
  options: Options,
): Promise<{ stay: readonly string[]; go: readonly string[]; kept: Kept[] }> {
  const stay: string[] = []
  const go: string[] = []
  for (const folder of own) {
    const isCommitted = (await options.git.committed(migrationFile(folder))) !== undefined
    if (isCommitted) stay.push(folder)
    else go.push(folder)
  }
  const edited = go.filter((folder) => isEditedByHand(folder, own, options))
  const kept = edited.map((folder): Kept => ({ path: migrationFile(folder) }))
  // One that stays may need those before it.
  return kept.length > 0 ? { stay: own, go: [], kept } : { stay, go, kept }
}

/** Which of the removed migrations the database of the environment has. @throws Refusal where it cannot be asked */
export async function appliedThere(reversal: Reversal, place: Place): Promise<string[]> {
  try {
    return await appliedOf(reversal.migrations, place)
  } catch (error) {
    throw new Refusal([messageOf(error)])
  }
}

/** A migration is named after what it does and the table: `20261128120000_add_notes`. */
function belongsTo(folder: string, { isExtension, names: { table } }: Resource): boolean {
  const named = isExtension
    ? [extending(table), reducing(table)]
    : ['add', 'change', 'drop'].map((word) => `${word}_${table}`)
  return named.includes(folder.replace(/^\d+_/, ''))
}

/**
 * Whether it is not as it was written here. What was written elsewhere can be told where it made the table: of later ones it
 * is not known what was before.
 */
function isEditedByHand(
  folder: string,
  own: readonly string[],
  { rendered, renderer, read }: Options,
): boolean {
  const file = migrationFile(folder)
  const written = read(migrationRecord(file))
  if (written === undefined && own.length > 1) return false
  const sql = written ?? renderer.migrationOf(undefined, rendered)?.sql
  return read(file)?.replaceAll('\r\n', '\n') !== sql
}
