import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { LockedError, lockFile } from '@tandem/db/lock'
import { type Place, reverseMigrations } from '@tandem/db/reverse'
import { migrationRecord, recordFile } from '../plan/base.ts'
import { MIGRATIONS } from '../plan/migration.ts'
import type { Plan } from '../plan/plan.ts'
import { Refusal } from '../refusal.ts'
import { readText } from './files.ts'
import { type Entry, type Journal, readJournal, removeJournal, settle, writeJournal } from './journal.ts'

export interface ApplyOptions {
  /** The folder of the project. */
  root: string
  /** The database that the environment names. */
  place: Place
  /** Called before every step, for tests that end the process there. */
  onStep?: (() => void) | undefined
}

/**
 * Writes a plan: all of it or nothing, even when the process is killed, since a journal on the disk lets the next run take
 * it back. An undo is finished instead, because what it drops from the database cannot come back.
 *
 * @throws Refusal where a file has changed since the plan was made
 */
export async function apply(
  plan: Plan,
  { root, place, onStep = () => {} }: ApplyOptions,
  isUndo = false,
): Promise<void> {
  const changed = plan.changes.filter((change) => readText(path.join(root, change.path)) !== change.before)
  if (changed.length > 0)
    throw new Refusal(changed.map((change) => `${change.path}: was edited since the plan was made`))
  const record = recordFile(plan.spec.name)
  const journal: Journal = {
    version: 1,
    name: plan.spec.name,
    ending: isUndo ? 'finish' : 'takeBack',
    entries: [
      ...plan.changes.map((change) => ({
        path: change.path,
        before: change.before ?? null,
        after: change.after ?? null,
      })),
      {
        path: record,
        before: readText(path.join(root, record)) ?? null,
        after: isUndo ? null : JSON.stringify(plan.spec),
      },
      ...migrationRecords(plan, root),
    ],
    reversal: plan.reversal,
  }
  onStep()
  writeJournal(root, journal)
  try {
    onStep()
    if (plan.reversal) await reverseMigrations(plan.reversal, place)
    settle(root, journal, 'after', onStep)
  } catch (error) {
    // The database has refused, or the disk is full. What the database has dropped already is not asked for again.
    settle(root, journal, 'before')
    removeJournal(root)
    throw error
  }
  onStep()
  removeJournal(root)
}

/** Those of migrations that come, and of those that go. */
function migrationRecords({ changes }: Plan, root: string): Entry[] {
  return changes
    .filter(({ path: file }) => file.startsWith(`${MIGRATIONS}/`))
    .map(({ path: file, after }) => {
      const record = migrationRecord(file)
      return { path: record, before: readText(path.join(root, record)) ?? null, after: after ?? null }
    })
}

export interface Recovery {
  journal: Journal
  /** Files that were edited since, and are left as they are. */
  edited: readonly string[]
  /** Migrations that were reversed in the database that the environment names now. */
  reversed: readonly string[]
}

/** Ends what an earlier run began before it was killed. Undefined where there is nothing to end. */
export async function recover({ root, place, onStep }: ApplyOptions): Promise<Recovery | undefined> {
  const journal = readJournal(root)
  if (!journal) return undefined
  const isForward = journal.ending === 'finish'
  const reversed = isForward && journal.reversal ? await reverseMigrations(journal.reversal, place) : []
  const edited = settle(root, journal, isForward ? 'after' : 'before', onStep)
  removeJournal(root)
  return { journal, edited, reversed }
}

/** Keeps other runs away until the returned function is called. @throws Refusal while another run is there */
export function lockProject(root: string): () => void {
  mkdirSync(path.join(root, '.data'), { recursive: true })
  try {
    return lockFile(path.join(root, '.data/builder.lock'))
  } catch (error) {
    if (!(error instanceof LockedError)) throw error
    throw new Refusal([`process ${error.pid} is building here: wait until it has ended`])
  }
}
