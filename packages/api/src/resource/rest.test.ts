import { expect, test } from 'vitest'
import { taskTable } from '../task/table.ts'
import { restOf } from './rest.ts'
import { bookTable } from './testing/books.ts'
import { noteTable } from './testing/notes.ts'

test('the routes of a nested resource document its parent and its unique fields', () => {
  const rest = restOf('/{userId}/tasks/{taskId}/notes', noteTable)
  const noParent = 'There is no such task'
  const noRow = 'There is no such note, or no such task'
  expect(rest.list.openapi).toMatchObject({ tags: ['notes'], errorResponses: { 404: noParent } })
  expect(rest.query('kinds', 'Count', 'By kind.').openapi.errorResponses).toEqual({ 404: noParent })
  expect(rest.create.openapi.errorResponses).toEqual({
    404: noParent,
    409: 'A note with this id or rank exists already',
  })
  expect(rest.get.openapi.errorResponses).toEqual({ 404: noRow })
  for (const { openapi } of [
    rest.replace,
    rest.update,
    rest.action('pin', 'Pin', 'Pinned again, nothing changes.'),
  ])
    expect(openapi.errorResponses).toEqual({ 404: noRow, 409: 'Another note has this rank already' })
  expect(rest.delete.openapi.errorResponses).toEqual({ 404: noRow })
})

test('the routes of a resource without a parent or unique fields document neither', () => {
  const rest = restOf('/{userId}/tasks', taskTable)
  expect(rest.list.openapi).not.toHaveProperty('errorResponses')
  expect(rest.update.openapi.errorResponses).toEqual([404])
  expect(rest.create.openapi.errorResponses).toEqual({ 409: 'A task with this id exists already' })
})

test('the routes of a shared resource speak of nobody’s rows', () => {
  const rest = restOf('/reference-books', bookTable)
  expect(rest.list.openapi).toMatchObject({ path: '/reference-books', tags: ['reference-books'] })
  expect(rest.list.openapi.summary).toBe('List reference books')
  expect(rest.list.openapi.description).toMatch(/^A page of the reference books\./)
  expect(rest.create.openapi.errorResponses).toEqual({ 409: 'A book with this id or isbn exists already' })
})

test('routes that are public need no credentials in the document', () => {
  const { list, get, create, query } = restOf('/books', bookTable, { read: 'public', write: 'role:admin' })
  expect(
    [list, get, query('kinds', 'Count', 'By kind.'), create].map(({ openapi }) => openapi.protect),
  ).toEqual([false, false, false, true])
})

test('rows with an owner are below their path, and are not public', () => {
  const message = 'rows with an owner are below /{userId}, and shared rows are not'
  expect(() => restOf('/notes', noteTable)).toThrow(message)
  expect(() => restOf('/{userId}/books', bookTable)).toThrow(message)
  expect(() => restOf('/{userId}/tasks', taskTable, { read: 'public' })).toThrow('are not public')
})
