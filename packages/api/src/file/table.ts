import { tables } from '@tandem/db/tables'
import { createStore } from '../resource/store.ts'
import { defineTable } from '../resource/table.ts'
import { taskTable } from '../task/table.ts'

export const fileTable = defineTable(tables.File, {
  one: 'file',
  settable: ['name', 'mediaType', 'size', 'sha256'],
  sortable: ['createdAt'],
  hidden: ['version', 'updatedAt'],
  parent: { field: 'taskId', of: taskTable },
})

export const fileRows = createStore(fileTable)
