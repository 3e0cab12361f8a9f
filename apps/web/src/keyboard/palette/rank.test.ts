import { expect, test } from 'vitest'
import { rank, typosIn } from './rank.ts'

test.each([
  ['calender', 'Go to Calendar'],
  ['setings', 'Settings'],
  ['tehme', 'Theme: Dark'],
  ['dleet', 'Delete'],
  ['tomorow', 'Due date Tomorrow'],
  ['pasport', 'Renew the passport'],
  ['uberweisung', 'Überweisung an die Bank'],
  ['statisitcs', 'Go to Statistics'],
  ['shw shortcuts', 'Anywhere Show keyboard shortcuts'],
])('%s finds %s', (typed, value) => {
  expect(rank(value, typed)).toBeGreaterThan(0)
})

test.each([
  ['grass', 'Trash'],
  ['bard', 'Calendar'],
  ['xyz', 'Statistics'],
  ['teh', 'Theme'],
  ['delete project', 'Delete'],
])('%s does not find %s by its typos', (typed, value) => {
  expect(typosIn(typed, value)).toBeUndefined()
})

test('what is typed as it is written comes before what has a typo in it', () => {
  expect(rank('Crash report', 'crash')).toBeGreaterThan(rank('Trash', 'crash'))
  expect(rank('Trash', 'crash')).toBeGreaterThan(0)
})

test('nothing typed finds everything', () => {
  expect(rank('Trash', '')).toBeGreaterThan(0)
})
