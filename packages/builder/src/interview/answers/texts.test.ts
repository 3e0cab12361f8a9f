import { describe, expect, it } from 'vitest'
import { refuseName } from '../rounds/names.ts'
import { assignmentsOf, assignmentsText, likelyAssignment } from './assignments.ts'
import { refuseBounds } from './bounds.ts'
import { refuseScalar } from './scalars.ts'
import { refuseValues, valuesOf, valuesText } from './values.ts'

describe('values of an enum', () => {
  it.each([[['todo', 'In progress', '3d', 'true']], [['a, b', 'say "x"', ' spaced ', 'ü']]])(
    'are read as written: %j',
    (values) => {
      expect(valuesOf(valuesText(values))).toEqual(values)
    },
  )

  it.each([
    ['', 'needs a value'],
    ['a, b, a', 'Twice'],
    [`a, ${'x'.repeat(64)}`, '1 to 63'],
    ['"\\q"', 'has to be JSON'],
  ])('are refused: %j', (text, words) => {
    expect(refuseValues(text)).toContain(words)
  })
})

describe('what an action sets', () => {
  it('is read as written', () => {
    const set = { archived: true, reason: 'a, b', rank: 3, by: null, word: 'done', digits: '3' }
    expect(assignmentsOf(assignmentsText(set))).toEqual(set)
  })

  it.each(['', 'archived', 'archived = ', '= true', 'a = 1, a = 2', 'Archived = true'])(
    'is refused: %j',
    (text) => {
      expect(assignmentsOf(text)).toBeUndefined()
    },
  )

  it.each([
    ['archive', 'archived = true'],
    ['pin', 'pinned = true'],
    ['close', 'closed = true'],
    ['complete', 'completed = true'],
    ['unarchive', 'archived = false'],
    ['publish', 'published = true'],
  ])('is most likely, for %s, %s', (action, assignment) => {
    expect(likelyAssignment(action)).toBe(assignment)
  })
})

it.each([
  ['integer', '1..', undefined],
  ['text', '..', undefined],
  ['integer', '5..1', '5 is more than 1'],
  ['text', '-1..5', 'no fewer than 0'],
  ['date', '2026-02-30..x', 'a date'],
  ['integer', '1-5', 'Write 1..100'],
] as const)('bounds of %s: %s', (type, text, words) => {
  if (words === undefined) expect(refuseBounds(type, text)).toBeUndefined()
  else expect(refuseBounds(type, text)).toContain(words)
})

it.each([
  ['integer', '1.5'],
  ['decimal', '1e3'],
  ['date', '2026-13-01'],
  ['instant', '2026-06-15'],
  ['uuid', 'x'],
  ['json', '{a}'],
  ['json', '[-1e999]'],
] as const)('a value of %s is not %s', (type, text) => {
  expect(refuseScalar(type, text)).toBeDefined()
})

it.each([
  ['Shopping list', ': shoppingList'],
  ['due_at', ': dueAt'],
  ['3d', ': d'],
  ['ü', 'at most 50'],
])('suggests a name for %s', (text, words) => {
  expect(refuseName(text)).toContain(words)
})
