import { locationOf, type Place } from '@tandem/db/reverse'
import { specFile } from '../explore/explore.ts'
import { basesOf, specsIn } from '../plan/base.ts'
import type { Change } from '../plan/change.ts'
import { commandsAfterUndo } from '../plan/commands.ts'
import { type Composition, compose, type Kept, type Read } from '../plan/compose.ts'
import type { Plan, PlanOptions } from '../plan/plan.ts'
import {
  finish,
  nearest,
  openWorkshop,
  type Rendered,
  renderSpec,
  specChange,
  type Workshop,
} from '../plan/workshop.ts'
import { Refusal } from '../refusal.ts'
import { pageFiles } from '../render/page/names.ts'
import { nearest as nearestWord } from '../spec/read.ts'
import { dependentFiles, dependentSpecs, importsOf } from './dependents.ts'
import { appliedThere, undoMigrations } from './migrations.ts'

export interface UndoOptions extends PlanOptions {
  /** The database that the environment names. */
  place: Place
}

/** Plans how a resource goes. @throws Refusal where something depends on it, or the database cannot be asked */
export async function planUndo(name: string, options: UndoOptions): Promise<Plan> {
  const { root, renderer, place, now = new Date() } = options
  const workshop = await openWorkshop(options)
  try {
    const { project, read, git, onStep } = workshop
    onStep('Comparing the files with what was written')
    const bases = await basesOf(name, { read, git, isEdited: false })
    const rendered = await nearest(bases, workshop)
    if (!rendered) throw new Refusal([unknown(name, [...project.specs.keys()])])
    // What was written by hand stays, and what depends on it does not need the fields that go.
    const dependents = rendered.resource.isExtension ? [] : dependentSpecs(name, project)
    if (dependents.length > 0) throw new Refusal(dependents.map((one) => `${one}: undo that first`))

    const { changes, kept, isWhole } = await takeBack(rendered, read)
    await refuseImporters(changes, workshop)
    const committed = async () => {
      const [spec] = specsIn([await git.committed(specFile(name))])
      return spec && renderSpec(spec, workshop)
    }
    const migrations = isWhole
      ? await undoMigrations({ root, rendered, committed, renderer, read, git, now })
      : undefined
    const reversal = migrations?.reversal
    const applied = reversal ? await appliedThere(reversal, place) : []
    const recorded = isWhole ? specChange(specFile(name), undefined, read) : undefined
    const draft = [...changes, ...(migrations?.changes ?? []), ...(recorded ? [recorded] : [])]
    const migration = migrations?.migration ?? null
    const finished = await finish({ changes: draft, migration, reversal: reversal?.sql }, workshop)
    return {
      spec: rendered.spec,
      ...finished,
      migration,
      reversal: applied.length > 0 ? reversal : undefined,
      removal: reversal && { migrations: reversal.migrations, location: locationOf(place) },
      kept: [...kept, ...(migrations?.kept ?? [])],
      commands: commandsAfterUndo(finished.changes),
      dirty: [],
    }
  } finally {
    await workshop.close()
  }
}

function unknown(name: string, known: readonly string[]): string {
  if (known.length === 0) return `${name}: the builder has made no resource here`
  const meant = nearestWord(name, known)
  return `${name}: there is no resource of this name that the builder wrote (${known.join(', ')})${meant ? `: try ${meant}` : ''}`
}

/**
 * Takes a resource out of the tree. What somebody edited stays. Most of it needs the model, its migration, the procedures
 * and the registers, and then these stay too.
 */
async function takeBack(
  { rendering, resource }: Rendered,
  read: Read,
): Promise<Composition & { isWhole: boolean }> {
  const { changes, kept } = await compose(rendering, undefined, read)
  const folder = `packages/api/src/${resource.names.folder}/`
  const ownFiles = ['table.ts', 'router.ts', 'jobs.ts'].map((file) => folder + file)
  const needsModel = [...ownFiles, pageFiles(resource.names).page]
  const standsAlone = ({ path, part }: Kept) => {
    const imported = importedBy(path, rendering.files, read)
    return part === undefined && !isTest(path) && !needsModel.some((file) => imported.has(file))
  }
  if (kept.every(standsAlone)) {
    const needed = new Set(kept.flatMap(({ path }) => [...importedBy(path, rendering.files, read)]))
    return {
      changes: changes.filter(({ path }) => !needed.has(path)),
      kept: [...needed].map((path) => ({ path })),
      isWhole: true,
    }
  }
  const edited = new Set(kept.map(({ path }) => path))
  const stays = (path: string) => !isTest(path) || edited.has(path)
  const withThem = changes
    .filter(({ path }) => stays(path))
    .map(({ path }): Kept => ({ path, isNeeded: true }))
  return { changes: changes.filter(({ path }) => !stays(path)), kept: [...kept, ...withThem], isWhole: false }
}

const isTest = (path: string) => /\.(test|e2e)\.ts$/.test(path)

/** A file of a resource, and those of the resource that it imports, directly or not. */
function importedBy(
  file: string,
  files: ReadonlyMap<string, string>,
  read: Read,
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(file) || !files.has(file)) return seen
  seen.add(file)
  for (const imported of importsOf(file, read(file) ?? '')) importedBy(imported, files, read, seen)
  return seen
}

async function refuseImporters(changes: readonly Change[], { git, read }: Workshop): Promise<void> {
  const gone = new Set(changes.filter(({ after }) => after === undefined).map(({ path }) => path))
  const edits = new Map(changes.map(({ path, after }) => [path, after]))
  const importers = dependentFiles(gone, await git.files(), (file) =>
    edits.has(file) ? edits.get(file) : read(file),
  )
  if (importers.length > 0) throw new Refusal(importers.map((file) => `${file}: imports what would go`))
}
