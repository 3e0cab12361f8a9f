import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Reversal } from '@tandem/db/reverse'
import { explore, specFile } from '../explore/explore.ts'
import { gitOf } from '../explore/git.ts'
import { Refusal } from '../refusal.ts'
import { checkSpec } from '../spec/check/check.ts'
import { lineOf } from '../spec/issue.ts'
import type { Spec } from '../spec/spec.ts'
import { basesOf } from './base.ts'
import { type Change, shown } from './change.ts'
import { type Command, commandsFor, spelled } from './commands.ts'
import { compose, type Kept } from './compose.ts'
import { issuesOfExpressions } from './expressions.ts'
import { folderName, type PlannedMigration } from './migration.ts'
import { readIn } from './scratch.ts'
import {
  finish,
  migrationFolders,
  nearest,
  openWorkshop,
  renderSpec,
  specChange,
  type WorkshopOptions,
} from './workshop.ts'

/** Migrations that are removed, and the one database that was asked about them. */
export interface Removal {
  /** The names of their folders. */
  migrations: readonly string[]
  /** Where the database is. Others are not known. */
  location: string
}

/** Everything that would happen, before anything does. */
export interface Plan {
  spec: Spec
  /** Every tracked file that changes, in order of their paths. */
  changes: readonly Change[]
  migration: PlannedMigration | null
  /** What is undone in the database that the environment names. */
  reversal?: Reversal | undefined
  /** Of an undo that removes migrations. */
  removal?: Removal | undefined
  /** What runs afterwards, until all is green. */
  commands: readonly Command[]
  /** What stays although it would go, because somebody edited it. */
  kept: readonly Kept[]
  /** What a generator said that could not run on what was edited by hand. */
  trouble: string | undefined
  /** Files with changes that are not committed. They stay. */
  dirty: readonly string[]
}

export interface PlanOptions extends WorkshopOptions {
  now?: Date
  /** The file that the spec came from. */
  source?: string | undefined
}

/** Plans a resource, new or changed. @throws Refusal with every reason why it cannot be */
export async function planResource(spec: Spec, options: PlanOptions): Promise<Plan> {
  const { root, renderer, now = new Date() } = options
  const bases = await readBases(spec, options)
  await check(spec, bases[0], root)
  if (bases[0] && isDeepStrictEqual(bases[0], spec)) return nothing(spec)

  const workshop = await openWorkshop(options)
  try {
    const { read, git, onStep } = workshop
    onStep('Writing the files in the copy, and formatting them')
    const issues = await issuesOfExpressions(spec, workshop.project, workshop.trial)
    if (issues.length > 0) throw new Refusal(issues.map((issue) => lineOf(issue, spec)))
    const after = await renderSpec(spec, workshop)
    const before = await nearest(bases, workshop)
    const { changes, kept } = await compose(before?.rendering, after.rendering, read)
    const recorded = specChange(specFile(spec.name), spec, read)
    if (recorded) changes.push(recorded)
    const change = renderer.migrationOf(before, after)
    const migration = change && {
      name: folderName(change.name, migrationFolders(root), now),
      sql: change.sql,
    }
    const finished = await finish({ changes, migration }, workshop)
    const edited = new Set(finished.changes.filter((one) => one.before !== undefined).map((one) => one.path))
    return {
      spec,
      ...finished,
      migration,
      kept,
      commands: commandsFor(after.resource, finished.changes),
      dirty: (await git.changed()).filter((file) => edited.has(file)),
    }
  } finally {
    await workshop.close()
  }
}

/** What `--json` prints. */
export function jsonOf({ spec, changes, migration, commands }: Plan): object {
  return { files: changes.map(shown), migration, commands: commands.map(spelled), spec }
}

const nothing = (spec: Spec): Plan => ({
  spec,
  changes: [],
  migration: null,
  commands: [],
  kept: [],
  trouble: undefined,
  dirty: [],
})

async function readBases(spec: Spec, { root, source }: PlanOptions): Promise<Spec[]> {
  const isEdited = source !== undefined && isSameFile(source, path.join(root, specFile(spec.name)))
  const bases = await basesOf(spec.name, { read: readIn(root), git: gitOf(root), isEdited })
  if (bases.length > 0 || !isEdited) return bases
  throw new Refusal([
    `${specFile(spec.name)}: is where a spec is kept once it was applied, and this one was not: move it elsewhere first`,
  ])
}

function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other)
}

/** Checks a spec against the project, in which the resource may be there in an earlier form. */
async function check(spec: Spec, before: Spec | undefined, root: string): Promise<void> {
  const project = await explore(root)
  const specs = new Map(project.specs)
  if (before) specs.set(spec.name, before)
  const issues = checkSpec(spec, { ...project, specs })
  if (issues.length > 0) throw new Refusal(issues.map((issue) => lineOf(issue, spec)))
}
