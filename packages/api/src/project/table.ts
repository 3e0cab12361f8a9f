import { tables } from '@tandem/db/tables'
import { callsOf, listCallOf } from '../resource/calls.ts'
import { filtersOf } from '../resource/list/filters.ts'
import { createList } from '../resource/list/list.ts'
import { createStore } from '../resource/store.ts'
import { defineTable } from '../resource/table.ts'
import { PROJECT_SORT_FIELDS } from './schema.ts'

export const projectTable = defineTable(tables.Project, {
  one: 'project',
  settable: ['name', 'description', 'color', 'archived'],
  sortable: PROJECT_SORT_FIELDS,
  uniqueIgnoringCase: ['name'],
})

export const projectStore = createStore(projectTable)

export const projects = {
  ...callsOf(projectStore),
  list: listCallOf(createList(projectTable, { filters: filtersOf(projectTable, { equalTo: ['archived'] }) })),
}
