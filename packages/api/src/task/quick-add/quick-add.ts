import type { Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import type { Caller } from '../../core/caller.ts'
import { invalidInput } from '../../core/errors.ts'
import { createTaskInput, taskDefaults } from '../schema.ts'
import { taskStore } from '../store.ts'
import { parseQuickAdd } from './parse.ts'
import { findProject } from './project.ts'
import type { QuickAdd, QuickAddInput } from './schema.ts'

interface QuickAddOptions {
  run: Run
  caller: Caller
  now: Date
}

/** Creates a task from one line of text. A dry run only returns what was recognised. */
export async function quickAdd(
  { run, caller, now }: QuickAddOptions,
  { id = uuidv7(), text, dryRun, keep, timeZone }: QuickAddInput,
): Promise<QuickAdd> {
  const userId = caller.id
  // Whether a project has a name is for those to know who may read projects.
  const project = mayReadProjects(caller) ? await findProject(run, userId, { text, keep }) : undefined
  const { draft, recognised } = parseQuickAdd(text, { now, timeZone, keep, project })
  if (dryRun) return { task: null, draft, recognised }
  if (!createTaskInput.shape.title.safeParse(draft.title).success) throw invalidTitle(draft.title)
  const dueAt = draft.dueAt === null ? null : new Date(draft.dueAt)
  const fields = { ...taskDefaults, ...draft, dueAt }
  const task = await taskStore.create(run, { userId, id }, fields).catch((error: unknown) => {
    // Only the project can be missing, and no field of the input names it.
    if (error instanceof TRPCError && error.code === 'UNPROCESSABLE_CONTENT') throw projectGone()
    throw error
  })
  return { task, draft, recognised }
}

function mayReadProjects({ scopes }: Caller): boolean {
  return scopes === null || scopes.includes('projects:read')
}

const projectGone = () => invalidInput(['text'], 'names a project that was deleted just now')

function invalidTitle(title: string) {
  const message = title ? 'must leave a title of at most 255 characters' : 'must leave words for a title'
  return invalidInput(['text'], message)
}
