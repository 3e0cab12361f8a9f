import { readdirSync } from 'node:fs'
import path from 'node:path'
import { openTrial, type Trial } from '@tandem/db/trial'
import { explore, type ProjectState, resolve } from '../explore/explore.ts'
import { type Git, gitOf } from '../explore/git.ts'
import { messageOf } from '../message.ts'
import { Refusal } from '../refusal.ts'
import type { Project, Rendering, Subject } from '../render/rendering.ts'
import { computedOf } from '../spec/computed.ts'
import { lineOf } from '../spec/issue.ts'
import type { Spec } from '../spec/spec.ts'
import type { Change } from './change.ts'
import type { Read } from './compose.ts'
import { formatEdits, formatFiles } from './format.ts'
import { type Generate, generate as generateAll } from './generate.ts'
import { hasConflict } from './merge.ts'
import { MIGRATIONS, migrationFile, type PlannedMigration, SCHEMA, tryMigration } from './migration.ts'
import type { Renderer } from './renderer.ts'
import { createScratch, readIn, type Scratch } from './scratch.ts'

/** Everything that a plan is made with. Nothing of it writes to the project. */
export interface Workshop {
  project: ProjectState
  renderer: Renderer
  read: Read
  git: Git
  scratch: Scratch
  trial: Trial
  generate: Generate
  onStep(step: string): void
  close(): Promise<void>
}

export interface Rendered extends Subject {
  spec: Spec
  /** With files in their final form. */
  rendering: Rendering
}

export interface WorkshopOptions {
  /** The folder of the project. */
  root: string
  renderer: Renderer
  /** Default: the project's own generators. */
  generate?: Generate | undefined
  /** Told what is being done, as it begins: a plan takes up to a minute. */
  onStep?: ((step: string) => void) | undefined
  /** Ends the programs that a plan runs: nobody wants it any more. */
  signal?: AbortSignal | undefined
}

export async function openWorkshop({
  root,
  renderer,
  generate = generateAll,
  onStep = () => {},
  signal,
}: WorkshopOptions): Promise<Workshop> {
  onStep('Copying the project, and starting a PostgreSQL in memory with its migrations')
  const git = gitOf(root)
  const project = await explore(root)
  const [scratch, trial] = await Promise.all([
    createScratch(root, await git.files(), signal),
    openTrial(path.join(root, MIGRATIONS)),
  ])
  const close = async () => {
    scratch.remove()
    await trial.close()
  }
  return { project, renderer, read: readIn(root), git, scratch, trial, generate, onStep, close }
}

/** Renders a spec. @throws Refusal with PostgreSQL's words where an expression is wrong */
export async function renderSpec(
  spec: Spec,
  { project, renderer, scratch, trial }: Workshop,
): Promise<Rendered> {
  const { computed, issues } = await computedOf(spec.fields, trial)
  if (issues.length > 0) throw new Refusal(issues.map((issue) => lineOf(issue, spec)))
  const resource = resolve(spec, project.targets)
  const { names, isOwned, parent } = resource
  const itself = { names, isOwned, hasTrash: false, parent }
  const rendererProject: Project = {
    targets: new Map([[names.one, itself], ...project.targets]),
    specs: project.specs,
    computed,
  }
  const { files, splices } = renderer.render(resource, rendererProject)
  const rendering = { files: await formatFiles(files, scratch), splices }
  return { spec, resource, rendering, project: rendererProject }
}

/** The rendering that most of the tree's files are equal to. */
export async function nearest(specs: readonly Spec[], workshop: Workshop): Promise<Rendered | undefined> {
  let best: { rendered: Rendered; equal: number } | undefined
  for (const spec of specs) {
    const rendered = await renderSpec(spec, workshop)
    const equal = [...rendered.rendering.files].filter(([file, text]) => workshop.read(file) === text).length
    if (!best || equal > best.equal) best = { rendered, equal }
  }
  return best?.rendered
}

/** A file that a resource has in its committed form. */
export function specChange(file: string, spec: Spec | undefined, read: Read): Change | undefined {
  const before = read(file)
  const after = spec && `${JSON.stringify(spec, null, 2)}\n`
  return before === after
    ? undefined
    : { path: file, before, after, action: before === undefined ? 'create' : 'edit' }
}

interface Draft {
  changes: readonly Change[]
  migration: PlannedMigration | null
  /** What is reversed in the database before. */
  reversal?: string | undefined
}

export interface Finished {
  /** In the order of their paths. */
  changes: Change[]
  trouble: string | undefined
}

/**
 * Formats what is edited, tries the migration in memory, and adds the files that generators would write.
 *
 * @throws Refusal where the database would refuse it
 */
export async function finish({ changes, migration, reversal }: Draft, workshop: Workshop): Promise<Finished> {
  const { project, read, scratch, trial, generate, onStep } = workshop
  refuseConflicts(changes)
  const edited = await formatEdits(changes, scratch)
  const own = migration ? [...edited, created(migrationFile(migration.name), migration.sql)] : edited
  const schema = own.find((change) => change.path === SCHEMA)
  const isConflict = own.some(({ action }) => action === 'conflict')
  const attempt = {
    reversal,
    migration: migration ?? undefined,
    schema: schema?.after ?? read(SCHEMA) ?? '',
    root: project.root,
  }
  onStep('Trying the migration, and generating the types of the client and the documentation of the REST API')
  const [generated, tried] = await Promise.allSettled([
    isConflict ? [] : generate(own, scratch),
    schema?.action === 'conflict' ? undefined : tryMigration(attempt, trial),
  ])
  if (tried.status === 'rejected') throw tried.reason
  const isByHand = own.some(({ action }) => action === 'merge')
  if (generated.status === 'rejected' && !isByHand)
    throw new Refusal([`a generator failed: ${messageOf(generated.reason)}`])
  const all = [...own, ...(generated.status === 'fulfilled' ? generated.value : [])]
  return {
    changes: all.sort((a, b) => (a.path < b.path ? -1 : 1)),
    trouble: generated.status === 'rejected' ? messageOf(generated.reason) : undefined,
  }
}

const created = (path: string, after: string): Change => ({
  path,
  before: undefined,
  after,
  action: 'create',
})

function refuseConflicts(changes: readonly Change[]): void {
  const unresolved = changes.filter(({ before }) => before !== undefined && hasConflict(before))
  if (unresolved.length === 0) return
  throw new Refusal(unresolved.map(({ path: file }) => `${file}: has conflicts that nobody has resolved yet`))
}

/** The names of the migrations that there are. */
export function migrationFolders(root: string): string[] {
  const entries = readdirSync(path.join(root, MIGRATIONS), { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}
