import type { Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import { invalidInput } from '../../core/errors.ts'
import { createTaskInput, taskDefaults } from '../schema.ts'
import { taskStore } from '../store.ts'
import { parseQuickAdd } from './parse.ts'
import type { QuickAdd, QuickAddInput } from './schema.ts'

interface QuickAddOptions {
  run: Run
  userId: string
  now: Date
}

/** Creates a task from one line of text. A dry run only returns what was recognised. */
export async function quickAdd(
  { run, userId, now }: QuickAddOptions,
  { id = uuidv7(), text, dryRun, ...parseOptions }: QuickAddInput,
): Promise<QuickAdd> {
  const { draft, recognised } = parseQuickAdd(text, { now, ...parseOptions })
  if (dryRun) return { task: null, draft, recognised }
  if (!createTaskInput.shape.title.safeParse(draft.title).success) throw invalidTitle(draft.title)
  const dueAt = draft.dueAt === null ? null : new Date(draft.dueAt)
  const fields = { ...taskDefaults, ...draft, dueAt }
  return { task: await taskStore.create(run, { userId, id }, fields), draft, recognised }
}

function invalidTitle(title: string) {
  const message = title ? 'must leave a title of at most 255 characters' : 'must leave words for a title'
  return invalidInput(['text'], message)
}
