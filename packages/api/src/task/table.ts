import { tables } from '@tandem/db/tables'
import { defineTable } from '../resource/table.ts'
import { TASK_SORT_FIELDS } from './schema.ts'

export const taskTable = defineTable(tables.Task, {
  one: 'task',
  settable: ['title', 'description', 'status', 'priority', 'tags', 'dueAt', 'projectId'],
  sortable: TASK_SORT_FIELDS,
  hidden: ['revision', 'isIndexed'],
  hasTrash: true,
})

/** A deleted task that can still be restored. */
export const deletedTaskTable = defineTable(tables.DeletedTask, {
  one: 'deleted task',
  settable: [],
  sortable: [],
  hidden: ['revision'],
})
