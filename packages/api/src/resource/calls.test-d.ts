import { tables } from '@tandem/db/tables'
import { test } from 'vitest'
import { taskCalls } from '../task/store.ts'
import { taskTable } from '../task/table.ts'
import { callsOf, listCallOf } from './calls.ts'
import { filtersOf } from './list/filters.ts'
import { createList } from './list/list.ts'
import { createStore } from './store.ts'
import { defineTable } from './table.ts'

declare const ctx: Parameters<typeof taskCalls.get>[0] & { clock: () => Date }
const id = ''
const page = { sort: [{ field: 'createdAt' as const, direction: 'asc' as const }], limit: 20 }

// Any model will do: what matters is that its rows have a parent.
const child = { one: 'child', settable: ['title'], sortable: ['createdAt'] } as const
const nested = defineTable(tables.Task, { ...child, parent: { field: 'description', of: taskTable } })
const calls = callsOf(createStore(nested))
const list = listCallOf(createList(nested, { filters: filtersOf(nested, { equalTo: ['status'] }) }))

test('a table has only fields of its model', () => {
  // @ts-expect-error -- the model has no such field to set
  defineTable(tables.Task, { ...child, settable: ['colour'] })
  // @ts-expect-error -- the model has no such field to sort by
  defineTable(tables.Task, { ...child, sortable: ['colour'] })
  // @ts-expect-error -- the model has no such field to name the parent
  defineTable(tables.Task, { ...child, parent: { field: 'shelfId', of: taskTable } })
  const { title } = tables.Task.columns
  const computed = {
    ...tables.Task,
    columns: { ...tables.Task.columns, title: { ...title, isComputed: true } },
  } as const
  // @ts-expect-error -- the database computes it
  defineTable(computed, child)
  defineTable(computed, { ...child, settable: ['description'] })
  // @ts-expect-error -- the model has no such field to filter by
  filtersOf(taskTable, { equalTo: ['colour'] })
})

test('an input has every field of the key, the parent included', () => {
  void (() => calls.get(ctx, { id, description: '' }))
  // @ts-expect-error -- the parent is missing
  void (() => calls.get(ctx, { id }))
  // @ts-expect-error -- the parent is missing
  void (() => calls.create(ctx, { title: '' }))
  // @ts-expect-error -- the parent is missing
  void (() => list(ctx, page))
})

test('an input has the fields that can be set, and no others', () => {
  const more = { description: '', title: '', colour: 'red' }
  void (() => calls.create(ctx, { description: '', title: '' }))
  // @ts-expect-error -- no column keeps the colour
  void (() => calls.create(ctx, more))
  // @ts-expect-error -- no column keeps the colour
  void (() => calls.update(ctx, { ...more, id }))
  // @ts-expect-error -- no filter reads the colour
  void (() => list(ctx, { ...page, ...more }))
  // @ts-expect-error -- the title is missing
  void (() => calls.create(ctx, { description: '' }))
  // @ts-expect-error -- a task that is replaced has a value for each field
  void (() => taskCalls.replace(ctx, { id, title: '' }))
  void (() => taskCalls.update(ctx, { id, title: undefined }))
  // @ts-expect-error -- the status is none of the enum
  void (() => list(ctx, { ...page, description: '', status: 'late' }))
})
