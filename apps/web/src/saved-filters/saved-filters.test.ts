import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { removeFilter, saveFilter } from './change-filters.ts'
import { readFilters } from './saved-filters.ts'

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const names = (userId: string) => readFilters(userId).map(({ name, search }) => `${name}: ${search}`)

test('a filter is kept under its name, which is used once, for each user', () => {
  saveFilter('ada', { name: 'Home', search: 'tag=home' })
  saveFilter('ada', { name: 'Urgent', search: 'priority=urgent' })
  saveFilter('ada', { name: 'home', search: 'tag=home&status=all' })
  saveFilter('bob', { name: 'Work', search: 'tag=work' })
  expect(names('ada')).toEqual(['home: tag=home&status=all', 'Urgent: priority=urgent'])
  removeFilter('ada', 'HOME')
  expect(names('ada')).toEqual(['Urgent: priority=urgent'])
  expect(names('bob')).toEqual(['Work: tag=work'])
})

test('what is stored is read as the same object until it changes, and what is broken as nothing', () => {
  saveFilter('ada', { name: 'Home', search: 'tag=home' })
  expect(readFilters('ada')).toBe(readFilters('ada'))
  for (const broken of ['{', 'null', '[{"name":1}]']) {
    localStorage.setItem('tandem.filters.ada', broken)
    expect(readFilters('ada')).toEqual([])
  }
})
