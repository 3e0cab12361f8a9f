import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import type { Caller } from '../../core/caller.ts'
import { invalidInput } from '../../core/errors.ts'
import { createTaskInput, taskDefaults } from '../schema.ts'
import { type CreateContext, createTask } from '../write.ts'
import { readLine } from './parse/read-line.ts'
import { findProject } from './project.ts'
import type { QuickAdd, QuickAddInput } from './schema.ts'

interface QuickAddContext extends CreateContext {
  caller: Caller
  clock: () => Date
}

/** Creates a task from one line of text. A dry run only returns what was recognised. */
export async function quickAdd(
  ctx: QuickAddContext,
  { id = uuidv7(), text, dryRun, keep, timeZone, locale }: QuickAddInput,
): Promise<QuickAdd> {
  const { run, caller } = ctx
  // Whether a project has a name is for those to know who may read projects.
  const project = mayReadProjects(caller) ? await findProject(run, caller.id, { text, keep }) : undefined
  const { draft, recognised } = readLine(text, { now: ctx.clock(), timeZone, locale, keep, project })
  if (dryRun) return { task: null, draft, recognised }
  if (!createTaskInput.shape.title.safeParse(draft.title).success) throw invalidTitle(draft.title)
  const dueAt = draft.dueAt === null ? null : new Date(draft.dueAt)
  const task = await createTask(ctx, { ...taskDefaults, ...draft, id, dueAt }).catch((error: unknown) => {
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
  const message = title
    ? 'has a title of more than 255 characters'
    : 'needs a title beside dates, tags and the like'
  return invalidInput(['text'], message)
}
