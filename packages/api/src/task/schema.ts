import { z } from 'zod'
import { integer } from '../core/fields/numbers.ts'
import { lookupId, text } from '../core/fields/text.ts'
import { date, instant, timestamp } from '../core/fields/time.ts'
import { MAX_RULE_LENGTH, parseRule, RuleProblem } from '../core/recurrence/rule.ts'
import { notBoth, pageInput, pageOf } from '../resource/list/page.ts'
import { sortOf } from '../resource/list/sort.ts'
import { anyOf, inputsOf } from '../resource/schema.ts'
import { TASK_PRIORITIES } from './priority.ts'

export const taskStatus = z.enum(['todo', 'in_progress', 'done']).meta({ id: 'TaskStatus' })
export const taskPriority = z.enum(TASK_PRIORITIES).meta({ id: 'TaskPriority' })

const title = text({ min: 1, max: 255, trim: true })
const description = text({ max: 10_000 }).nullable()
const tag = text({ min: 1, max: 50, trim: true, compose: true })
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

/** 28 days. */
const MAX_REMINDER_MINUTES = 40_320
const reminder = integer({ min: 0, max: MAX_REMINDER_MINUTES }).meta({
  description:
    'How many minutes before it is due its owner is reminded: before 09:00 where it is due a whole day. It needs a due date',
})

const dueOn = date.meta({
  description:
    'A day, `YYYY-MM-DD`, where it is due that whole day. `dueAt` is then its last millisecond in the `timeZone` of the owner, and is not given itself. Whoever gives one of the two gives the whole due date: the other is cleared',
})

const recurrence = text({ max: MAX_RULE_LENGTH })
  .check(({ value, issues }) => {
    try {
      parseRule(value)
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error
      issues.push({ code: 'custom', message: error.message, input: value })
    }
  })
  .meta({
    description:
      'When it occurs again: the value of an RRULE (RFC 5545), DAILY to YEARLY, with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST, and COUNT or UNTIL, which is a date where it is due a whole day and UTC otherwise. A day that a month lacks is its last. Completing the task makes the next one. It needs a due date',
    examples: ['FREQ=WEEKLY;BYDAY=MO'],
  })

export const recurrenceFrom = z.enum(['due', 'completion']).meta({
  id: 'RecurrenceFrom',
  description:
    'Whether the next occurrence follows from the due date, or from the day on which the task is completed',
})

export const task = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    status: taskStatus,
    priority: taskPriority,
    tags: z.array(z.string()),
    dueAt: timestamp.nullable(),
    dueOn: z.iso.date().nullable(),
    recurrence: z.string().nullable(),
    recurrenceFrom,
    reminder: z.int().nullable(),
    projectId: z.uuid().nullable(),
    completedAt: timestamp.nullable(),
    successorId: z.uuid().nullable().meta({
      description: 'Of a completed task that recurs: the next one. Its id follows from the id of this one',
    }),
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
  dueOn: dueOn.nullable().default(null),
  recurrence: recurrence.nullable().default(null),
  recurrenceFrom: recurrenceFrom.default('due'),
  reminder: reminder.nullable().default(null),
  projectId: lookupId.nullable().default(null),
}

/** A due date is an instant or a day. */
const notTwice: [
  (given: { dueAt?: unknown; dueOn?: unknown }) => boolean,
  { path: string[]; error: string },
] = [
  ({ dueAt, dueOn }) => (dueAt ?? null) === null || (dueOn ?? null) === null,
  { path: ['dueOn'], error: 'cannot be given with `dueAt`' },
]

const inputs = inputsOf(fields, {})
export const { get: getTaskInput, action: taskActionInput } = inputs
export const createTaskInput = inputs.create.refine(...notTwice)
export const replaceTaskInput = inputs.replace.refine(...notTwice)
export const updateTaskInput = inputs.update.refine(...notTwice)

/** Every field but the title as it is where nobody gives it. */
export const taskDefaults = inputs.create.omit({ id: true, title: true }).parse({})

export const MAX_OPERATIONS = 100
export const bulkTasksInput = z.strictObject({
  operations: z
    .array(
      z.discriminatedUnion('type', [
        inputs.create.extend({ type: z.literal('create') }).refine(...notTwice),
        inputs.update.extend({ type: z.literal('update') }).refine(...notTwice),
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
    hasDueDate: z.boolean().optional(),
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
