import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { createCache, findTask, taskKey } from './cache.ts'
import type { TaskPage } from './task-list.ts'

const key = [['task', 'list'], { input: { status: ['todo'] }, type: 'infinite' }]
const page = (...data: TaskPage['data']): TaskPage => ({
  data,
  page: { limit: 100, offset: 0, totalCount: data.length, hasMore: false, nextCursor: null },
})
const milk = testTask({ id: 'milk' })
const bread = testTask({ id: 'bread', createdAt: '2026-11-02T10:00:00.000Z' })
const titles = (queries: QueryClient) =>
  queries.getQueryData<{ pages: TaskPage[] }>(key)?.pages.flatMap(({ data }) => data.map(({ id }) => id))

test('a change reaches every list that is loaded, and the task on its own', () => {
  const queries = new QueryClient()
  queries.setQueryData(key, { pages: [page(milk)], pageParams: [''] })
  queries.setQueryData(taskKey('milk'), milk)
  const cache = createCache(queries)
  cache.apply({ type: 'upsert', task: bread })
  expect(titles(queries)).toEqual(['bread', 'milk'])
  cache.apply({ type: 'upsert', task: { ...milk, title: 'Oat milk', version: 2 } })
  expect([findTask(queries, 'milk')?.title, queries.getQueryData(taskKey('milk'))]).toMatchObject([
    'Oat milk',
    { version: 2 },
  ])
  cache.apply({ type: 'delete', id: 'milk' })
  expect([titles(queries), queries.getQueryData(taskKey('milk'))]).toEqual([['bread'], null])
  cache.close()
  queries.clear()
})

test('a list that was being read while something changed comes with the change', async () => {
  const queries = new QueryClient()
  const cache = createCache(queries)
  let answer: (page: TaskPage) => void = () => {}
  const reading = queries.fetchInfiniteQuery({
    queryKey: key,
    queryFn: () =>
      new Promise<TaskPage>((resolve) => {
        answer = resolve
      }),
    initialPageParam: '',
  })
  cache.apply({ type: 'upsert', task: bread })
  cache.apply({ type: 'delete', id: 'milk' })
  // As the server had it when it was asked.
  answer(page(milk))
  await reading
  await vi.waitFor(() => expect(titles(queries)).toEqual(['bread']))
  cache.close()
  queries.clear()
})
