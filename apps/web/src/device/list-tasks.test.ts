import { expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { listTasks } from './list-tasks.ts'

const tasks = Array.from({ length: 250 }, (_, i) =>
  testTask({ id: `${i}`, title: `${i}`, priority: i % 2 ? 'high' : 'low' }),
)

test('pages follow each other until all that match were listed', () => {
  const titles: string[] = []
  const filters = { priority: ['high' as const], sort: 'title' }
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { data, page } = listTasks(tasks, filters, Number(cursor))
    expect(page.totalCount).toBe(125)
    expect(page.hasMore).toBe(page.nextCursor !== null)
    titles.push(...data.map(({ title }) => title))
    cursor = page.nextCursor
  }
  expect(new Set(titles).size).toBe(125)
  expect(titles).toEqual(titles.toSorted())
})
