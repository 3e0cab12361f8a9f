import { expect, test } from 'vitest'
import { type DEFAULTS, readQuery, type TaskQuery } from '../task-query.ts'
import { FILTERS, filtersFor, filterValue, isActive, without } from './filter-values.ts'

const HOME = '019a0000-0000-7000-8000-00000000000a'
const UNKNOWN = '019a0000-0000-7000-8000-00000000000b'

const read = (text: string) => readQuery(new URLSearchParams(text))
const active = (query: TaskQuery) => FILTERS.filter((name) => isActive(query, name))

test('a filter is active while it differs from what the list shows at first', () => {
  expect(active(read(''))).toEqual([])
  expect(active(read('status=open&sort=title&q=milk'))).toEqual([])
  expect(active(read('status=all&tag=home&due=none'))).toEqual(['status', 'due', 'tag'])
})

test('taking a filter away leaves the others', () => {
  const query = read(`status=done&priority=low&project=${HOME}`)
  const left = (name: keyof typeof DEFAULTS & (typeof FILTERS)[number]) =>
    active({ ...query, ...without(name) })
  expect(left('priority')).toEqual(['status', 'project'])
  expect(left('status')).toEqual(['priority', 'project'])
})

test('a chip names all chosen values, without a project that is not known', () => {
  const query = read(
    `status=in_progress&due=week&priority=low&priority=urgent&tag=a&tag=b&project=none&project=${HOME}&project=${UNKNOWN}`,
  )
  const nameOf = (id: string) => (id === HOME ? 'Home' : undefined)
  expect(FILTERS.map((name) => filterValue(query, name, nameOf))).toEqual([
    'In progress',
    'Next 7 days',
    'Low, Urgent',
    'No project, Home',
    '#a, #b',
  ])
})

test('the page of a project has no filter by project', () => {
  expect(filtersFor(true)).not.toContain('project')
  expect(filtersFor(false)).toContain('project')
})
