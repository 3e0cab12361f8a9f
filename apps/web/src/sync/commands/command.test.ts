import { describe, expect, test } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { type Command, optimisticChanges, typedLine } from './command.ts'
import { inverse } from './inverse.ts'

const milk = testTask({ id: 'milk', tags: ['home'], priority: 'low' })
const bread = testTask({ id: 'bread', status: 'done', completedAt: '2026-11-02T00:00:00.000Z' })
const find = (id: string) => [milk, bread].find((task) => task.id === id)
const now = '2026-11-21T12:00:00.000Z'

describe('optimisticChanges', () => {
  test('sets completedAt when a task is completed, and clears it when it is reopened', () => {
    const done = optimisticChanges({ kind: 'update', id: 'milk', patch: { status: 'done' } }, find, now)
    expect(done).toEqual([
      { type: 'upsert', task: { ...milk, status: 'done', completedAt: now, updatedAt: now } },
    ])
    const [open] = optimisticChanges({ kind: 'update', id: 'bread', patch: { status: 'todo' } }, find, now)
    expect(open).toMatchObject({ task: { status: 'todo', completedAt: null } })
  })

  test('keeps completedAt when a completed task changes otherwise', () => {
    const [still] = optimisticChanges({ kind: 'update', id: 'bread', patch: { priority: 'high' } }, find, now)
    expect(still).toMatchObject({ task: { completedAt: bread.completedAt } })
  })

  test('gives a task a project, and the inverse the one before', () => {
    const command: Command = { kind: 'update', id: 'milk', patch: { projectId: 'home' } }
    expect(optimisticChanges(command, find, now)).toMatchObject([{ task: { projectId: 'home' } }])
    expect(inverse(command, find)).toEqual([{ kind: 'update', id: 'milk', patch: { projectId: null } }])
  })

  test('takes the reminder and the rule of a task along with its due date, and the inverse brings both back', () => {
    const due = testTask({
      id: 'due',
      dueAt: '2026-12-24T17:00:00.000Z',
      reminder: 30,
      recurrence: 'FREQ=DAILY',
    })
    const command: Command = { kind: 'update', id: 'due', patch: { dueAt: null } }
    const [cleared] = optimisticChanges(command, () => due, now)
    expect(cleared).toMatchObject({ task: { dueAt: null, reminder: null, recurrence: null } })
    const patch = { dueAt: due.dueAt, reminder: 30, recurrence: 'FREQ=DAILY' }
    expect(inverse(command, () => due)).toEqual([{ kind: 'update', id: 'due', patch }])
  })

  test('makes a task due on a day until that day ends here, and the inverse brings its time back', () => {
    const due = testTask({ id: 'due', dueAt: '2026-12-24T17:00:00.000Z' })
    const command: Command = { kind: 'update', id: 'due', patch: { dueOn: '2026-12-31' } }
    const dueAt = new Date(2026, 11, 31, 23, 59, 59, 999).toISOString()
    const [moved] = optimisticChanges(command, () => due, now)
    expect(moved).toMatchObject({ task: { dueOn: '2026-12-31', dueAt } })
    expect(inverse(command, () => due)).toEqual([{ kind: 'update', id: 'due', patch: { dueAt: due.dueAt } }])
  })

  test('takes the day of a task away with its due date, and the inverse brings it back', () => {
    const due = testTask({ id: 'due', dueOn: '2026-12-24', dueAt: '2026-12-25T10:59:59.999Z' })
    for (const dueAt of [null, '2026-12-24T17:00:00.000Z']) {
      const command: Command = { kind: 'update', id: 'due', patch: { dueAt, reminder: null } }
      expect(optimisticChanges(command, () => due, now)).toMatchObject([{ task: { dueOn: null, dueAt } }])
      const leftovers = dueAt === null ? { reminder: null, recurrence: null } : { reminder: null }
      const patch = { dueOn: '2026-12-24', ...leftovers }
      expect(inverse(command, () => due)).toEqual([{ kind: 'update', id: 'due', patch }])
    }
  })

  test('expects nothing of a task that is not loaded', () => {
    expect(optimisticChanges({ kind: 'update', id: 'gone', patch: { priority: 'high' } }, find, now)).toEqual(
      [],
    )
  })

  test('applies each patch of a bulk update to its own task', () => {
    const command: Command = {
      kind: 'bulk-update',
      ids: ['milk', 'bread'],
      patches: [{ priority: 'urgent' }, { tags: ['x'] }],
    }
    expect(optimisticChanges(command, find, now)).toMatchObject([
      { task: { id: 'milk', priority: 'urgent', tags: ['home'] } },
      { task: { id: 'bread', priority: 'none', tags: ['x'] } },
    ])
  })
})

describe('inverse', () => {
  test('restores the changed fields of an update, and no others', () => {
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

  test('restores a deleted task, and deletes a created one', () => {
    expect(inverse({ kind: 'delete', id: 'milk' }, find)).toEqual([{ kind: 'restore', task: milk }])
    expect(inverse({ kind: 'create', input: { id: 'new', title: 'x' } }, find)).toEqual([
      { kind: 'delete', id: 'new' },
    ])
  })

  test('undoes a bulk command for the tasks that are loaded', () => {
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

test('a line that is refused comes back with the parts that were to stay words, and where it was typed', () => {
  const keep = [{ start: 8, end: 14 }]
  const input = { id: 'new', text: 'Prepare Friday demo', keep, timeZone: 'UTC' }
  expect(typedLine({ kind: 'add', id: 'new', input, draft: milk, day: '2026-06-18' })).toEqual({
    text: 'Prepare Friday demo',
    keep,
    day: '2026-06-18',
    projectId: undefined,
  })
})
