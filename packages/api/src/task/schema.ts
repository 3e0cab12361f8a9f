import { z } from 'zod'
import { lookupId, text } from '../core/text.ts'
import { instant, timestamp } from '../core/time.ts'
import { notBoth, pageInput, pageOf } from '../resource/list/page.ts'
import { sortOf } from '../resource/list/sort.ts'
import { anyOf, inputsOf } from '../resource/schema.ts'

export const taskStatus = z.enum(['todo', 'in_progress', 'done']).meta({ id: 'TaskStatus' })
/** In ascending order of urgency. */
export const taskPriority = z.enum(['none', 'low', 'medium', 'high', 'urgent']).meta({ id: 'TaskPriority' })

const title = text({ min: 1, max: 255, trim: true })
const description = text({ max: 10_000 }).nullable()
const tag = text({ min: 1, max: 50, trim: true })
const tags = z
  .array(tag)
  .max(20, 'must have at most 20 entries')
  .check(({ value, issues }) => {
    for (const [i, name] of value.entries()) {
      if (value.indexOf(name) < i)
        issues.push({ code: 'custom', path: [i], message: 'is there twice', input: name })
    }
  })
  .meta({ uniqueItems: true })

export const task = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    status: taskStatus,
    priority: taskPriority,
    tags: z.array(z.string()),
    dueAt: timestamp.nullable(),
    projectId: z.uuid().nullable(),
    completedAt: timestamp.nullable(),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof task>

const projectFilter = z.union([
  z.guid({ error: 'must be a UUID, or `none`' }).toLowerCase(),
  z.literal('none'),
])

/** The settable fields of a task. Omitted fields have their defaults. */
const fields = {
  title,
  description: description.default(null),
  status: taskStatus.default('todo'),
  priority: taskPriority.default('none'),
  tags: tags.default([]),
  dueAt: instant.nullable().default(null),
  projectId: lookupId.nullable().default(null),
}

export const {
  get: getTaskInput,
  create: createTaskInput,
  replace: replaceTaskInput,
  update: updateTaskInput,
  action: taskActionInput,
} = inputsOf(fields, {})

/** Every field but the title as it is where nobody gives it. */
export const taskDefaults = createTaskInput.omit({ id: true, title: true }).parse({})

export const MAX_OPERATIONS = 100
export const bulkTasksInput = z.strictObject({
  operations: z
    .array(
      z.discriminatedUnion('type', [
        createTaskInput.extend({ type: z.literal('create') }),
        updateTaskInput.extend({ type: z.literal('update') }),
        taskActionInput.extend({ type: z.literal('delete') }),
      ]),
    )
    .min(1, 'must have at least one operation')
    .max(MAX_OPERATIONS, `must have at most ${MAX_OPERATIONS} operations`),
})
export type BulkOperation = z.infer<typeof bulkTasksInput>['operations'][number]

export const bulkTasks = z
  .object({
    results: z
      .array(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('create'), task }),
          z.object({ type: z.literal('update'), task }),
          z.object({ type: z.literal('delete'), id: z.uuid() }),
        ]),
      )
      .meta({ description: 'One for each operation, in their order' }),
  })
  .meta({ id: 'BulkTasks' })
export type BulkTasks = z.infer<typeof bulkTasks>

export const TASK_SORT_FIELDS = ['createdAt', 'updatedAt', 'dueAt', 'priority', 'title', 'status'] as const

export const listTasksInput = z
  .strictObject({
    status: anyOf(taskStatus, 3),
    priority: anyOf(taskPriority, 5),
    tag: anyOf(tag, 20),
    project: anyOf(projectFilter, 20).meta({
      description: 'Ids of projects, or `none` for tasks without one',
    }),
    dueBefore: instant.optional(),
    dueAfter: instant.optional(),
    overdue: z.boolean().optional(),
    q: text({ max: 200 })
      .optional()
      .meta({ description: 'Words that must all occur in the title or the description' }),
    sort: sortOf(TASK_SORT_FIELDS, {
      description: 'Comma-separated keys, `-` for descending; no due date comes last either way',
      examples: ['-priority,dueAt'],
    }).prefault('-createdAt'),
    ...pageInput,
  })
  .refine(...notBoth)
  .prefault({})
export type ListTasks = z.infer<typeof listTasksInput>

export const taskPage = pageOf(task).meta({ id: 'TaskPage' })
export type TaskPage = z.infer<typeof taskPage>
