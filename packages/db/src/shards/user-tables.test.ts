import { expect, test } from 'vitest'
import { type Table, tables } from '../tables.ts'
import { tablesByUser } from './user-tables.ts'

test('what belongs to the rows of a user is sharded, the counters first, and what belongs to accounts is not', () => {
  const found = tablesByUser()
  expect(found[0]).toBe('revisions')
  expect(found.slice(1).sort()).toEqual([
    'comments',
    'deleted_tasks',
    'file_removals',
    'file_usage',
    'files',
    'idempotency_keys',
    'projects',
    'reminders',
    'tasks',
  ])
})

const table = (name: string, key: string[], ...refersTo: string[]): Table => ({
  name,
  key,
  unique: {},
  references: Object.fromEntries(
    refersTo.map((to) => [`${name}_${to}`, { fields: ['userId'], table: to, one: to, isRestricting: false }]),
  ),
  columns: {},
})

test('a new table is among them by its declaration', () => {
  const declared = [
    table('users', ['id']),
    table('pages', ['userId', 'id'], 'revisions', 'books'),
    table('books', ['userId', 'id'], 'revisions'),
    table('revisions', ['userId']),
    table('feeds', ['userId'], 'users'),
    table('feed_pages', ['userId', 'id'], 'feeds'),
    table('sessions', ['id'], 'users'),
  ]
  expect(tablesByUser(declared)).toEqual(['revisions', 'pages', 'books'])
})

test('every one of them has the column that it is sharded by', () => {
  const all: readonly Table[] = Object.values(tables)
  const columns = tablesByUser().map((name) => all.find((one) => one.name === name)?.columns.userId)
  expect(columns.map((column) => column && `${column.name} ${column.type}`)).toEqual(
    columns.map(() => 'user_id uuid'),
  )
})
