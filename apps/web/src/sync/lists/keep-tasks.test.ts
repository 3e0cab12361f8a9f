import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { keepTasks } from './keep-tasks.ts'

const listOf = (...tasks: ReturnType<typeof testTask>[]) => ({
  pages: [{ data: tasks, page: { hasMore: false, nextCursor: null } }],
  pageParams: [''],
})

test('a task that is as it was keeps its object, wherever it is now', () => {
  const [one, two, three] = ['1', '2', '3'].map((id) => testTask({ id, tags: ['home'] })) as [
    ReturnType<typeof testTask>,
    ReturnType<typeof testTask>,
    ReturnType<typeof testTask>,
  ]
  const queries = new QueryClient({ defaultOptions: { queries: { structuralSharing: keepTasks } } })
  queries.setQueryData(['tasks'], listOf(one, two, three))
  // As from the server: other objects, the first of which is gone, and the last one changed.
  const next = listOf(structuredClone(two), { ...structuredClone(three), title: 'Changed', version: 2 })
  queries.setQueryData(['tasks'], next)
  const shown = queries.getQueryData<typeof next>(['tasks'])?.pages[0]?.data ?? []
  expect(shown).toEqual(next.pages[0]?.data)
  expect(shown[0]).toBe(two)
  expect(shown[1]).not.toBe(three)
})

test('a list in which nothing is new is the one before', () => {
  const list = listOf(testTask({ id: '1' }), testTask({ id: '2' }))
  expect(keepTasks(list, structuredClone(list))).toBe(list)
  expect(keepTasks(list, listOf(testTask({ id: '2' }), testTask({ id: '1' })))).not.toBe(list)
  expect(keepTasks(list, { ...structuredClone(list), pageParams: ['next'] })).not.toBe(list)
})
