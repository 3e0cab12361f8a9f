import { describe, expect, test } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { flatten, type LoadedList, repaginate, type TaskPage, withChange } from './task-list.ts'

const at = (id: string, minute: number, more = {}) =>
  testTask({ id, title: id, createdAt: `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`, ...more })
const [c, b, a] = [at('c', 3), at('b', 2), at('a', 1)]
const newest = { status: ['todo' as const], sort: '-createdAt' }
const loaded = (...tasks: LoadedList['tasks']): LoadedList => ({ tasks, hasMore: false })
const ids = ({ tasks }: LoadedList) => tasks.map(({ id }) => id).join('')

describe('withChange', () => {
  test('inserts a new task in order', () => {
    expect(ids(withChange(loaded(c, a), { type: 'upsert', task: b }, newest))).toBe('cba')
    expect(ids(withChange(loaded(b, a), { type: 'upsert', task: c }, newest))).toBe('cba')
    expect(ids(withChange(loaded(c, b), { type: 'upsert', task: a }, newest))).toBe('cba')
  })

  test('ignores a task that belongs after the loaded part', () => {
    const part = { tasks: [c, b], hasMore: true }
    expect(withChange(part, { type: 'upsert', task: a }, newest)).toBe(part)
  })

  test('removes a task that no longer matches, or that moved after the loaded part', () => {
    const done = at('b', 2, { status: 'done', version: 2 })
    expect(ids(withChange(loaded(c, b, a), { type: 'upsert', task: done }, newest))).toBe('ca')
    const byTitle = { sort: 'title' }
    const renamed = at('a', 1, { title: 'z', version: 2 })
    expect(
      ids(withChange({ tasks: [a, b], hasMore: true }, { type: 'upsert', task: renamed }, byTitle)),
    ).toBe('b')
  })

  test('replaces a changed task in place and keeps the other objects', () => {
    const flagged = at('b', 2, { priority: 'high', version: 2 })
    const after = withChange(loaded(c, b, a), { type: 'upsert', task: flagged }, newest)
    expect(after.tasks).toEqual([c, flagged, a])
    expect(after.tasks[0]).toBe(c)
  })

  test('ignores an older version that arrives late', () => {
    const list = loaded(at('b', 2, { version: 3 }))
    expect(withChange(list, { type: 'upsert', task: at('b', 2, { version: 2 }) }, newest)).toBe(list)
  })

  test('removes a deleted task, and ignores a repeated deletion', () => {
    const after = withChange(loaded(c, b), { type: 'delete', id: 'b' }, newest)
    expect(ids(after)).toBe('c')
    expect(withChange(after, { type: 'delete', id: 'b' }, newest)).toBe(after)
  })
})

describe('pages', () => {
  const page = (data: LoadedList['tasks'], hasMore: boolean): TaskPage => ({
    data,
    page: { limit: 2, offset: null, totalCount: null, hasMore, nextCursor: hasMore ? 'next' : null },
  })

  test('flatten keeps the later copy of a task that is in two pages', () => {
    const newer = at('b', 2, { version: 2 })
    expect(flatten([page([c, b], true), page([newer, a], false)])).toEqual(loaded(c, newer, a))
  })

  test('repaginate keeps the number of pages and their cursors', () => {
    const pages = [page([c, b], true), page([a], false)]
    const again = repaginate(pages, withChange(flatten(pages), { type: 'delete', id: 'c' }, newest))
    expect(again.map(({ data }) => data.map(({ id }) => id))).toEqual([['b', 'a'], []])
    expect(again.map(({ page }) => page.nextCursor)).toEqual(['next', null])
    expect(ids(flatten(again))).toBe('ba')
  })
})
