import { expect, test } from 'vitest'
import { filtersOf, isFiltered, readQuery, writeQuery } from './task-query.ts'

const HOME = '019a0000-0000-7000-8000-00000000000a'

const read = (text: string) => readQuery(new URLSearchParams(text))

test('reads the query from the URL, with defaults, and writes it back', () => {
  expect(read('')).toEqual({
    q: '',
    status: 'open',
    priority: [],
    tag: [],
    project: [],
    due: 'any',
    sort: '-createdAt',
  })
  const text = `q=milk&status=all&priority=low&priority=high&tag=a%26b&project=none&project=${HOME}&due=overdue&sort=title`
  expect(read(text)).toEqual({
    q: 'milk',
    status: 'all',
    priority: ['low', 'high'],
    tag: ['a&b'],
    project: ['none', HOME],
    due: 'overdue',
    sort: 'title',
  })
  expect(writeQuery(new URLSearchParams(), read(text)).toString()).toBe(text)
})

test('replaces invalid parameters by defaults, even names of built-in properties', () => {
  expect(read('status=toString&sort=constructor&due=x&priority=huge&tag=&project=x&project=None')).toEqual(
    read(''),
  )
})

test('keeps other URL parameters', () => {
  expect(writeQuery(new URLSearchParams('task=1&q=old'), { ...read(''), q: 'new' }).toString()).toBe(
    'task=1&q=new',
  )
})

test('isFiltered ignores the order', () => {
  expect([isFiltered(read('sort=title')), isFiltered(read('q=x'))]).toEqual([false, true])
})

test('a project is a filter like any other', () => {
  expect(isFiltered(read('project=none'))).toBe(true)
  expect(filtersOf(read(`project=${HOME}`)).project).toEqual([HOME])
  expect(filtersOf(read('')).project).toBeUndefined()
})

test('filtersOf takes days in the user’s time zone', () => {
  const now = new Date(2026, 10, 21, 15, 30)
  const sinceToday = { dueAfter: new Date(2026, 10, 20, 23, 59, 59, 999).toISOString() }
  expect(filtersOf(read('due=today'), now)).toMatchObject({
    ...sinceToday,
    dueBefore: new Date(2026, 10, 22).toISOString(),
  })
  expect(filtersOf(read('due=week'), now)).toMatchObject({
    ...sinceToday,
    dueBefore: new Date(2026, 10, 28).toISOString(),
  })
  expect(filtersOf(read('due=overdue'), now)).toEqual({
    status: ['todo', 'in_progress'],
    overdue: true,
    sort: '-createdAt',
  })
  expect(filtersOf(read('due=none'), now).hasDueDate).toBe(false)
  expect(filtersOf(read('status=open'), now).status).toEqual(['todo', 'in_progress'])
  expect(filtersOf(read('status=all'), now).status).toBeUndefined()
})
