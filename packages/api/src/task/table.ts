import { tables } from '@tandem/db/tables'
import { defineTable } from '../resource/table.ts'
import { NEEDS_DUE_DATE, NEEDS_FITTING_END } from './due/due-date.ts'
import { TASK_SORT_FIELDS } from './schema.ts'

const CHECKS = {
  tasks_reminder_check: { field: 'reminder', message: NEEDS_DUE_DATE },
  tasks_recurrence_check: { field: 'recurrence', message: NEEDS_FITTING_END },
} as const

const HIDDEN = ['recurrenceAnchor', 'successorVersion', 'revision'] as const
const HIDDEN_OF_TASKS = [...HIDDEN, 'sideChanges', 'isIndexed'] as const

export const taskTable = defineTable(tables.Task, {
  one: 'task',
  settable: [
    'title',
    'description',
    'status',
    'priority',
    'tags',
    'dueAt',
    'dueOn',
    'recurrence',
    'recurrenceFrom',
    'reminder',
    'projectId',
  ],
  sortable: TASK_SORT_FIELDS,
  sortedIgnoringCase: ['title'],
  hidden: HIDDEN_OF_TASKS,
  checks: CHECKS,
  hasTrash: true,
  // What completing a task that recurs makes, and reopening takes back, is written along: see recurrence/write.ts.
  guard: {
    field: 'status',
    condition: (status) =>
      `(tasks.recurrence IS NULL AND tasks.successor_id IS NULL OR (tasks.status = 'done') = (${status} = 'done'))`,
  },
})

/** The same tasks, with what only the server sets of those that recur. */
export const recurringTable = defineTable(tables.Task, {
  one: 'task',
  settable: [...taskTable.settable, 'recurrenceAnchor', 'successorId', 'successorVersion'],
  sortable: [],
  hidden: HIDDEN_OF_TASKS,
  checks: CHECKS,
  hasTrash: true,
})

/** A deleted task that can still be restored. */
export const deletedTaskTable = defineTable(tables.DeletedTask, {
  one: 'deleted task',
  settable: [],
  sortable: [],
  hidden: HIDDEN,
})
