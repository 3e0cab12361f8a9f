import { describe, expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { flatten, type Loaded, repaginate, type TaskPage, withChange } from './task-list.ts'

const at = (id: string, minute: number, more = {}) =>
  testTask({ id, title: id, createdAt: `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`, ...more })
const [c, b, a] = [at('c', 3), at('b', 2), at('a', 1)]
const newest = { status: ['todo' as const], sort: '-createdAt' }
const loaded = (...tasks: Loaded['tasks']): Loaded => ({ tasks, hasMore: false })
const ids = ({ tasks }: Loaded) => tasks.map(({ id }) => id).join('')

describe('withChange', () => {
  test('a new task goes where the order puts it', () => {
    expect(ids(withChange(loaded(c, a), { type: 'upsert', task: b }, newest))).toBe('cba')
    expect(ids(withChange(loaded(b, a), { type: 'upsert', task: c }, newest))).toBe('cba')
    expect(ids(withChange(loaded(c, b), { type: 'upsert', task: a }, newest))).toBe('cba')
  })

  test('what lies behind the part that is loaded is not shown yet', () => {
    const part = { tasks: [c, b], hasMore: true }
    expect(withChange(part, { type: 'upsert', task: a }, newest)).toBe(part)
  })

  test('what no longer matches leaves, and what was moved out of the loaded part as well', () => {
    const done = at('b', 2, { status: 'done', version: 2 })
    expect(ids(withChange(loaded(c, b, a), { type: 'upsert', task: done }, newest))).toBe('ca')
    const byTitle = { sort: 'title' }
    const renamed = at('a', 1, { title: 'z', version: 2 })
    expect(
      ids(withChange({ tasks: [a, b], hasMore: true }, { type: 'upsert', task: renamed }, byTitle)),
    ).toBe('b')
  })

  test('a change in place keeps the place, and every other task', () => {
    const flagged = at('b', 2, { priority: 'high', version: 2 })
    const after = withChange(loaded(c, b, a), { type: 'upsert', task: flagged }, newest)
    expect(after.tasks).toEqual([c, flagged, a])
    expect(after.tasks[0]).toBe(c)
  })

  test('what is told late does not take back what is newer', () => {
    const list = loaded(at('b', 2, { version: 3 }))
    expect(withChange(list, { type: 'upsert', task: at('b', 2, { version: 2 }) }, newest)).toBe(list)
  })

  test('a deletion is told once', () => {
    const after = withChange(loaded(c, b), { type: 'delete', id: 'b' }, newest)
    expect(ids(after)).toBe('c')
    expect(withChange(after, { type: 'delete', id: 'b' }, newest)).toBe(after)
  })
})

describe('pages', () => {
  const page = (data: Loaded['tasks'], hasMore: boolean): TaskPage => ({
    data,
    page: { limit: 2, offset: null, totalCount: null, hasMore, nextCursor: hasMore ? 'next' : null },
  })

  test('a task that came with two pages is there once, as it came last', () => {
    const newer = at('b', 2, { version: 2 })
    expect(flatten([page([c, b], true), page([newer, a], false)])).toEqual(loaded(c, newer, a))
  })

  test('a changed list goes back into as many pages, with their cursors', () => {
    const pages = [page([c, b], true), page([a], false)]
    const again = repaginate(pages, withChange(flatten(pages), { type: 'delete', id: 'c' }, newest))
    expect(again.map(({ data }) => data.map(({ id }) => id))).toEqual([['b', 'a'], []])
    expect(again.map(({ page }) => page.nextCursor)).toEqual(['next', null])
    expect(ids(flatten(again))).toBe('ba')
  })
})
