import { expect, test } from 'vitest'
import type { Task } from '../../api/trpc.ts'
import { testTask } from '../../testing/test-task.ts'
import { type Command, idsOf, namedIdsOf, optimisticChanges } from './command.ts'
import { inverse } from './inverse.ts'
import { optimisticTask } from './optimistic-task.ts'

const recurrence = 'FREQ=DAILY'
const water = testTask({
  id: 'water',
  title: 'Water',
  tags: ['home'],
  dueOn: '2026-11-30',
  recurrence,
  version: 4,
})
const next = { of: 'water', id: 'next', dueAt: null, dueOn: '2026-12-01', recurrence }
const complete: Command = { kind: 'update', id: 'water', patch: { status: 'done' }, successors: [next] }
const now = '2026-11-30T12:00:00.000Z'
const finding =
  (...tasks: Task[]) =>
  (id: string) =>
    tasks.find((task) => task.id === id)

test('completing a recurring task shows its successor at once, which has what it had', () => {
  const [done, made, ...others] = optimisticChanges(complete, finding(water), now)
  expect(others).toEqual([])
  expect(done).toMatchObject({ task: { id: 'water', status: 'done', successorId: 'next' } })
  const dueAt = new Date(2026, 11, 1, 23, 59, 59, 999).toISOString()
  expect(made).toEqual({
    type: 'upsert',
    task: {
      ...water,
      ...next,
      of: undefined,
      dueAt,
      status: 'todo',
      version: 0,
      createdAt: now,
      updatedAt: now,
    },
  })
  expect(idsOf(complete)).toEqual(['water', 'next'])
  expect(namedIdsOf(complete)).toEqual(['water'])
})

test('undoing it takes the successor back, and undoing that makes it again', () => {
  const [undo] = inverse(complete, finding(water))
  expect(undo).toEqual({ kind: 'update', id: 'water', patch: { status: 'todo' }, takenBack: ['next'] })
  const done = testTask({ ...water, status: 'done', successorId: 'next' })
  const made = testTask({ ...water, id: 'next', dueOn: '2026-12-01' })
  const find = finding(done, made)
  expect(undo && optimisticChanges(undo, find, now)).toMatchObject([
    { task: { id: 'water', status: 'todo', successorId: null } },
    { type: 'delete', id: 'next' },
  ])
  expect(undo && inverse(undo, find)).toEqual([
    { kind: 'update', id: 'water', patch: { status: 'done' }, successors: [{ ...next, dueAt: made.dueAt }] },
  ])
})

test('so does a bulk update, for those of its tasks that recur', () => {
  const once = testTask({ id: 'once' })
  const { successors } = complete
  const patches = [{ status: 'done' as const }, { status: 'done' as const }]
  const bulk: Command = { kind: 'bulk-update', ids: ['once', 'water'], patches, successors }
  expect(optimisticChanges(bulk, finding(once, water), now)).toMatchObject([
    { task: { id: 'once', successorId: null } },
    { task: { id: 'water', successorId: 'next' } },
    { task: { id: 'next', status: 'todo', dueOn: '2026-12-01' } },
  ])
  expect(inverse(bulk, finding(once, water))).toMatchObject([{ ids: ['once', 'water'], takenBack: ['next'] }])
})

test('a successor is shown before any list has it, and what is done to it in its turn', () => {
  const pending = (commands: Command[]) => commands.map((command, i) => ({ key: String(i), command }))
  const renamed: Command = { kind: 'update', id: 'water', patch: { title: 'Water the plants' } }
  const again: Command = {
    kind: 'update',
    id: 'next',
    patch: { status: 'done' },
    successors: [{ of: 'next', id: 'third', dueAt: null, dueOn: '2026-12-02', recurrence }],
  }
  const shown = (commands: Command[], id: string, ...stored: Task[]) =>
    optimisticTask(finding(water, ...stored), pending(commands), id)
  expect(shown([renamed, complete], 'next')).toMatchObject({ title: 'Water the plants', dueOn: '2026-12-01' })
  expect(shown([complete, renamed], 'next')).toMatchObject({ title: 'Water' })
  expect(shown([renamed, complete, again], 'third')).toMatchObject({
    title: 'Water the plants',
    dueOn: '2026-12-02',
  })
  expect(shown([complete, again], 'next')).toMatchObject({ status: 'done', successorId: 'third' })
  const [undo] = inverse(complete, finding(water))
  expect(undo && shown([complete, undo], 'next')).toBeUndefined()
  expect(undo && shown([complete, undo], 'water')).toMatchObject({ status: 'todo', successorId: null })
  // What the server has counts as newer.
  const stored = testTask({ id: 'next', title: 'Changed elsewhere', version: 3 })
  expect(shown([complete], 'next', stored)).toBe(stored)
})
