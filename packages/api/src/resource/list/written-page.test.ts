import { jsonTextOf } from '@tandem/rest/json-text'
import { expect, test } from 'vitest'
import type { Task, TaskPage } from '../../task/schema.ts'
import { WrittenPage } from './written-page.ts'

const task = (title: string): Pick<Task, 'id' | 'title' | 'description' | 'tags' | 'updatedAt'> => ({
  id: '0193a347-9e00-7a32-8c8a-9643cc3985e0',
  title,
  description: null,
  tags: [],
  updatedAt: '2026-11-22T10:00:00.000Z',
})
const tasks = [task('a'), task('"b"')]
const page: TaskPage['page'] = { limit: 2, offset: 0, totalCount: 2, hasMore: false, nextCursor: null }
const expected = { data: tasks, page }
const written = () =>
  new WrittenPage(
    tasks.map((one) => JSON.stringify(one)),
    page,
  )

test('a page as it was written is a page like any other', () => {
  expect(written()).toEqual(expected)
  expect({ ...written() }).toEqual(expected)
  expect(structuredClone({ ...written() })).toEqual(expected)
  expect(Object.keys(written())).toEqual(['data', 'page'])
  expect(JSON.stringify(written())).toBe(JSON.stringify(expected))
  const one = written()
  expect(one.data).toBe(one.data)
})

test('its JSON is the same, and of no task too', () => {
  expect(jsonTextOf(written())).toBe(JSON.stringify(expected))
  expect(jsonTextOf(new WrittenPage([], page))).toBe(JSON.stringify({ data: [], page }))
})

test('whoever changes a task has changed its JSON', () => {
  const changed = written()
  changed.data.pop()
  expect(jsonTextOf(changed)).toBe(JSON.stringify({ data: [task('a')], page }))
})

test('a list without pages is its rows alone, as JSON too', () => {
  const whole = new WrittenPage([JSON.stringify(task('a'))], undefined)
  expect(Object.keys(whole)).toEqual(['data'])
  expect(jsonTextOf(whole)).toBe(JSON.stringify({ data: [task('a')] }))
  expect(whole).toEqual({ data: [task('a')] })
  expect(jsonTextOf(whole)).toBe(JSON.stringify({ data: [task('a')] }))
})
