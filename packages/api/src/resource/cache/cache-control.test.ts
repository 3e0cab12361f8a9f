import { expect, test } from 'vitest'
import { restOf } from '../rest.ts'
import { noteTable } from '../testing/notes.ts'
import { cacheControlOf } from './cache-control.ts'

const shared = { name: 'books', isOwned: false }

test('list and get have it, and nothing else', () => {
  const rest = restOf('/{userId}/tasks/{taskId}/notes', noteTable, { cacheControl: 'private, max-age=60' })
  const having = [rest.list, rest.get, rest.create, rest.update, rest.query('kinds', 'Count', 'By kind.')]
  const headers = having.map(({ openapi }) => openapi.cacheControl)
  expect(headers).toEqual(['private, max-age=60', 'private, max-age=60', undefined, undefined, undefined])
  expect(restOf('/{userId}/tasks/{taskId}/notes', noteTable).list.openapi).not.toHaveProperty('cacheControl')
})

test.each([
  'public, max-age=60',
  'PUBLIC',
  'private, s-maxage=60',
  'private, public',
  'max-age=60',
  'ext="private"',
  'ext="a, private, b", max-age=60',
  'private="set-cookie", max-age=60',
])('rows of a user are refused with %s, when the routes are made', (cacheControl) => {
  expect(() => restOf('/{userId}/tasks/{taskId}/notes', noteTable, { cacheControl })).toThrow(
    `cacheControl of test_notes: "${cacheControl}" lets shared caches keep rows that belong to a user: say "private"`,
  )
  expect(cacheControlOf(shared, cacheControl)).toBe(cacheControl)
})

test.each(['private, max-age=60', 'Private', 'max-age=0,no-store', 'private,ext="x, public",max-age=1'])(
  'rows of a user may have %s',
  (cacheControl) => expect(cacheControlOf(noteTable, cacheControl)).toBe(cacheControl),
)
