import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { createCache, findTask, taskKey } from './cache.ts'
import type { TaskPage } from './lists/task-list.ts'

const key = [['task', 'list'], { input: { status: ['todo'] }, type: 'infinite' }]
const page = (...data: TaskPage['data']): TaskPage => ({
  data,
  page: { limit: 100, offset: 0, totalCount: data.length, hasMore: false, nextCursor: null },
})
const milk = testTask({ id: 'milk' })
const bread = testTask({ id: 'bread', createdAt: '2026-11-02T10:00:00.000Z' })
const titles = (queries: QueryClient) =>
  queries.getQueryData<{ pages: TaskPage[] }>(key)?.pages.flatMap(({ data }) => data.map(({ id }) => id))

test('a change updates the loaded lists and the single task', () => {
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

test('changes during a request are applied to its response', async () => {
  const queries = new QueryClient()
  const cache = createCache(queries)
  let respond: (page: TaskPage) => void = () => {}
  const request = queries.fetchInfiniteQuery({
    queryKey: key,
    queryFn: () =>
      new Promise<TaskPage>((resolve) => {
        respond = resolve
      }),
    initialPageParam: '',
  })
  cache.apply({ type: 'upsert', task: bread })
  cache.apply({ type: 'delete', id: 'milk' })
  // The response has the state before the changes.
  respond(page(milk))
  await request
  await expect.poll(() => titles(queries)).toEqual(['bread'])
  cache.close()
  queries.clear()
})

test('a change during the request for a single task is not lost to its older response', async () => {
  const queries = new QueryClient()
  const cache = createCache(queries)
  let respond: (task: typeof milk) => void = () => {}
  const request = queries.fetchQuery({
    queryKey: taskKey('milk'),
    queryFn: () =>
      new Promise<typeof milk>((resolve) => {
        respond = resolve
      }),
  })
  cache.apply({ type: 'upsert', task: { ...milk, title: 'Oat milk', version: 2 } })
  respond(milk)
  await request
  await expect.poll(() => queries.getQueryData(taskKey('milk'))).toMatchObject({ title: 'Oat milk' })
  cache.close()
  queries.clear()
})
