import { afterEach, expect, test, vi } from 'vitest'
import type { Task } from '../../api/trpc.ts'
import { fitting, groupByDay } from './day-tasks.ts'

const task = (title: string, dueAt: string | null, status: Task['status'] = 'todo'): Task => ({
  id: title,
  title,
  description: null,
  status,
  priority: 'none',
  tags: [],
  dueAt,
  completedAt: null,
  version: 1,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
})
const titles = (tasks: readonly Task[] | undefined) => tasks?.map(({ title }) => title)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a day has its tasks by the hour, those without one first', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  const days = groupByDay([
    task('breakfast', '2026-10-25T07:00:00.000Z'),
    task('lunch', '2026-10-25T11:00:00.000Z'),
    task('some time', '2026-10-25T22:59:00.000Z'),
    task('the next day', '2026-10-25T23:00:00.000Z'),
    task('never', null),
  ])
  expect([...days.keys()]).toEqual(['2026-10-25', '2026-10-26'])
  expect(titles(days.get('2026-10-25'))).toEqual(['some time', 'breakfast', 'lunch'])
  expect(titles(days.get('2026-10-26'))).toEqual(['the next day'])
})

test('where there is not room for all, what is done gives way', () => {
  const tasks = [
    task('a', null, 'done'),
    task('b', null),
    task('c', null),
    task('d', null, 'done'),
    task('e', null),
  ]
  const all = fitting(tasks, 5, undefined)
  expect([titles(all.shown), all.more]).toEqual([['a', 'b', 'c', 'd', 'e'], 0])
  const some = fitting(tasks, 4, undefined)
  expect([titles(some.shown), some.more]).toEqual([['b', 'c', 'e'], 2])
  const moved = fitting(tasks, 3, 'd')
  expect([titles(moved.shown), moved.more]).toEqual([['b', 'd'], 3])
})
