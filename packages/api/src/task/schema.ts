import { z } from 'zod'
import { lookupId, text } from '../core/text.ts'
import { instant, isTimeZone, timestamp } from '../core/time.ts'
import { notBoth, pageInput, pageOf } from '../resource/page.ts'
import { anyOf, ifVersion, newId } from '../resource/schema.ts'
import { sortOf } from '../resource/sort.ts'

export const taskStatus = z.enum(['todo', 'in_progress', 'done']).meta({ id: 'TaskStatus' })
/** In order: each more urgent than the one before it. */
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
const dueAt = instant.nullable()
const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Berlin')

export const task = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    status: taskStatus,
    priority: taskPriority,
    tags: z.array(z.string()),
    dueAt: timestamp.nullable(),
    completedAt: timestamp.nullable(),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof task>

/** What a task is made of; a field left out has its default. */
const fields = z.strictObject({
  title,
  description: description.default(null),
  status: taskStatus.default('todo'),
  priority: taskPriority.default('none'),
  tags: tags.default([]),
  dueAt: dueAt.default(null),
})

export const createTaskInput = fields.extend({
  id: newId.optional(),
})
export const replaceTaskInput = fields.extend({ id: lookupId, ifVersion })
export const updateTaskInput = z.strictObject({
  id: lookupId,
  title: title.optional(),
  description: description.optional(),
  status: taskStatus.optional(),
  priority: taskPriority.optional(),
  tags: tags.optional(),
  dueAt: dueAt.optional(),
  ifVersion,
})
export const getTaskInput = z.strictObject({ id: lookupId })
export const taskActionInput = z.strictObject({ id: lookupId, ifVersion })

const revision = z.int().min(0)

export const taskChange = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('upsert'), task }),
    z.object({ type: z.literal('delete'), id: z.uuid() }),
  ])
  .meta({ id: 'TaskChange' })
export type TaskChange = z.infer<typeof taskChange>

export const taskChangesInput = z
  .strictObject({
    since: revision.default(0).meta({ description: 'The revision your copy is at; 0 for everything' }),
    begunAt: revision
      .optional()
      .meta({ description: 'What the page before answered as `begunAt`, where it did' }),
    limit: z.int().min(1).max(1000).default(100),
  })
  .prefault({})
export const taskChanges = z
  .object({
    changes: z.array(taskChange),
    revision: revision.meta({ description: 'What to ask `since` next' }),
    hasMore: z.boolean(),
    begunAt: revision.optional().meta({
      description:
        'Only while a copy that was begun at 0 goes back further than deletions are remembered: send it along with the next request',
    }),
  })
  .meta({ id: 'TaskChanges' })
export type TaskChanges = z.infer<typeof taskChanges>

/** Its name is tRPC's: the client sets it when it connects again. */
export const followTasksInput = z
  .strictObject({
    lastEventId: z
      .string()
      .regex(/^\d{1,15}$/, 'must be a revision')
      .transform(Number)
      .optional()
      .meta({ description: 'The revision you have; without it, only what changes from now on is sent' }),
  })
  .optional()

export const taskStatsInput = z
  .strictObject({
    timeZone: timeZone.default('UTC').meta({ description: 'Whose midnight ends a day' }),
  })
  .prefault({})
export const taskStats = z
  .object({
    total: z.int(),
    byStatus: z.record(taskStatus, z.int()),
    byPriority: z.record(taskPriority, z.int()),
    overdue: z.int().meta({ description: 'Due before now, and not done' }),
    completedPerDay: z
      .array(z.object({ date: z.iso.date(), count: z.int() }))
      .meta({ description: 'The last 30 days, today the last of them' }),
  })
  .meta({ id: 'TaskStats' })
export type TaskStats = z.infer<typeof taskStats>

export const taskTags = z
  .object({ data: z.array(z.object({ tag: z.string(), count: z.int() })) })
  .meta({ id: 'TaskTags' })
export type TaskTags = z.infer<typeof taskTags>

const offset = z.int().min(0).max(1000)

export const quickAddInput = z.strictObject({
  id: newId.optional(),
  text: text({ min: 1, max: 500 }).meta({ examples: ['Buy milk tomorrow 5pm #home !high'] }),
  timeZone: timeZone.meta({ description: 'By whose clock the text is read' }),
  dryRun: z.boolean().default(false).meta({ description: 'Only show what would be made of it' }),
  keep: z
    .array(
      z.strictObject({ start: offset, end: offset }).refine(({ start, end }) => start < end, {
        path: ['end'],
        error: 'must come after start',
      }),
    )
    .max(50, 'must have at most 50 entries')
    .default([])
    .meta({ description: 'Spans of the text that are words and nothing else, counted as in `recognised`' }),
})
export type QuickAddInput = z.infer<typeof quickAddInput>

/** What a span of the text was taken for. */
const span = z.object({
  start: z.int().meta({ description: 'In UTF-16 code units, as JavaScript counts' }),
  end: z.int(),
  text: z.string(),
})
export const recognised = z.discriminatedUnion('kind', [
  span.extend({ kind: z.literal('due'), dueAt: timestamp }),
  span.extend({ kind: z.literal('tag'), tag: z.string() }),
  span.extend({ kind: z.literal('priority'), priority: taskPriority }),
])
export type Recognised = z.infer<typeof recognised>

export const quickAdd = z
  .object({
    task: task.nullable().meta({ description: 'null on a dry run' }),
    draft: task.pick({ title: true, priority: true, tags: true, dueAt: true }),
    recognised: z.array(recognised).meta({ description: 'In the order of the text' }),
  })
  .meta({ id: 'QuickAdd' })
export type QuickAdd = z.infer<typeof quickAdd>

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

export const listDeletedTasksInput = z
  .strictObject({
    limit: z.int().min(1).max(100).default(20),
    cursor: z
      .string()
      .regex(/^\d{1,18}$/, 'is not a cursor of this list')
      .transform(BigInt)
      .optional(),
  })
  .prefault({})
export const deletedTask = task.extend({ deletedAt: timestamp }).meta({ id: 'DeletedTask' })
export type DeletedTask = z.infer<typeof deletedTask>
export const deletedTaskPage = z
  .object({
    data: z.array(deletedTask),
    page: z.object({ limit: z.int(), hasMore: z.boolean(), nextCursor: z.string().nullable() }),
  })
  .meta({ id: 'DeletedTaskPage' })

export const TASK_SORT_FIELDS = ['createdAt', 'updatedAt', 'dueAt', 'priority', 'title', 'status'] as const

export const listTasksInput = z
  .strictObject({
    status: anyOf(taskStatus, 3),
    priority: anyOf(taskPriority, 5),
    tag: anyOf(tag, 20),
    dueBefore: instant.optional(),
    dueAfter: instant.optional(),
    overdue: z.boolean().optional(),
    q: text({ max: 200 })
      .optional()
      .meta({ description: 'Words that must all occur in the title or the description' }),
    sort: sortOf(
      TASK_SORT_FIELDS,
      'Comma-separated keys, `-` for descending; no due date comes last either way',
    )
      .meta({ examples: ['-priority,dueAt'] })
      .prefault('-createdAt'),
    ...pageInput,
  })
  .refine(...notBoth)
  .prefault({})
export type ListTasks = z.infer<typeof listTasksInput>

export const taskPage = pageOf(task).meta({ id: 'TaskPage' })
export type TaskPage = z.infer<typeof taskPage>
