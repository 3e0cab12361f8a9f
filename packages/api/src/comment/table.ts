import { tables } from '@tandem/db/tables'
import { callsOf, listCallOf } from '../resource/calls.ts'
import { createCursorList } from '../resource/list/list.ts'
import { createStore } from '../resource/store.ts'
import { defineTable } from '../resource/table.ts'
import { taskTable } from '../task/table.ts'
import { COMMENT_SORT_FIELDS } from './schema.ts'

export const commentTable = defineTable(tables.Comment, {
  one: 'comment',
  settable: ['body'],
  sortable: COMMENT_SORT_FIELDS,
  parent: { field: 'taskId', of: taskTable },
})

export const comments = {
  ...callsOf(createStore(commentTable)),
  list: listCallOf(createCursorList(commentTable)),
}
