import { afterEach, expect, test, vi } from 'vitest'
import type { Task } from '../../api/trpc.ts'
import { testTask } from '../../testing/test-task.ts'
import { groupByDay } from './day-tasks.ts'
import { timeOf, visibleTasks } from './shown-tasks.ts'

const task = (title: string, dueAt: string | null, status: Task['status'] = 'todo') =>
  testTask({ id: title, title, status, dueAt })
const titles = (tasks: readonly Task[] | undefined) => tasks?.map(({ title }) => title)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('groupByDay puts tasks without a time first', () => {
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

test('groupByDay puts a task that is due on a day there, wherever the day ends for the server', () => {
  vi.stubEnv('TZ', 'America/New_York')
  const day = { dueOn: '2026-10-25', dueAt: '2026-10-25T10:59:59.999Z' }
  expect([
    ...groupByDay([testTask(day), testTask({ ...day, dueAt: '2026-10-26T11:00:00.000Z' })]).keys(),
  ]).toEqual(['2026-10-25'])
  expect(timeOf(testTask(day))).toBeUndefined()
})

test('visibleTasks hides completed tasks first, and never the pinned one', () => {
  const tasks = [
    task('a', null, 'done'),
    task('b', null),
    task('c', null),
    task('d', null, 'done'),
    task('e', null),
  ]
  expect(titles(visibleTasks(tasks, 5, 5, undefined))).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(titles(visibleTasks(tasks, 5, 4, undefined))).toEqual(['b', 'c', 'e'])
  expect(titles(visibleTasks(tasks, 5, 3, 'd'))).toEqual(['b', 'd'])
})

test('visibleTasks leaves a line for the number of tasks that are not loaded', () => {
  const tasks = [task('a', null), task('b', null)]
  expect(titles(visibleTasks(tasks, 7, 2, undefined))).toEqual(['a'])
  expect(titles(visibleTasks([], 7, 2, undefined))).toEqual([])
})
