import { describe, expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { type Command, foresee, inverse } from './command.ts'

const milk = testTask({ id: 'milk', tags: ['home'], priority: 'low' })
const bread = testTask({ id: 'bread', status: 'done', completedAt: '2026-11-02T00:00:00.000Z' })
const find = (id: string) => [milk, bread].find((task) => task.id === id)
const now = '2026-11-21T12:00:00.000Z'

describe('foresee', () => {
  test('completing sets when, and reopening takes it back', () => {
    const done = foresee({ kind: 'update', id: 'milk', patch: { status: 'done' } }, find, now)
    expect(done).toEqual([
      { type: 'upsert', task: { ...milk, status: 'done', completedAt: now, updatedAt: now } },
    ])
    const [open] = foresee({ kind: 'update', id: 'bread', patch: { status: 'todo' } }, find, now)
    expect(open).toMatchObject({ task: { status: 'todo', completedAt: null } })
  })

  test('what was done stays done at the time it was', () => {
    const [still] = foresee({ kind: 'update', id: 'bread', patch: { priority: 'high' } }, find, now)
    expect(still).toMatchObject({ task: { completedAt: bread.completedAt } })
  })

  test('a task that nobody knows is left to the server', () => {
    expect(foresee({ kind: 'update', id: 'gone', patch: { priority: 'high' } }, find, now)).toEqual([])
  })

  test('a bulk changes each with its own patch', () => {
    const command: Command = {
      kind: 'bulk-update',
      ids: ['milk', 'bread'],
      patches: [{ priority: 'urgent' }, { tags: ['x'] }],
    }
    expect(foresee(command, find, now)).toMatchObject([
      { task: { id: 'milk', priority: 'urgent', tags: ['home'] } },
      { task: { id: 'bread', priority: 'none', tags: ['x'] } },
    ])
  })
})

describe('inverse', () => {
  test('of a change: what those fields were, and no others', () => {
    const command: Command = {
      kind: 'update',
      id: 'milk',
      patch: { priority: 'high', tags: [] },
      ifVersion: 1,
    }
    expect(inverse(command, find)).toEqual([
      { kind: 'update', id: 'milk', patch: { priority: 'low', tags: ['home'] } },
    ])
  })

  test('of a deletion: to restore it; of an addition: to delete it', () => {
    expect(inverse({ kind: 'delete', id: 'milk' }, find)).toEqual([{ kind: 'restore', task: milk }])
    expect(inverse({ kind: 'create', input: { id: 'new', title: 'x' } }, find)).toEqual([
      { kind: 'delete', id: 'new' },
    ])
  })

  test('of a bulk: of each that is known', () => {
    expect(inverse({ kind: 'bulk-delete', ids: ['milk', 'gone', 'bread'] }, find)).toEqual([
      { kind: 'restore', task: milk },
      { kind: 'restore', task: bread },
    ])
    const command: Command = {
      kind: 'bulk-update',
      ids: ['gone', 'milk'],
      patches: [{ status: 'done' }, { status: 'done' }],
    }
    expect(inverse(command, find)).toEqual([
      { kind: 'bulk-update', ids: ['milk'], patches: [{ status: 'todo' }] },
    ])
  })
})
