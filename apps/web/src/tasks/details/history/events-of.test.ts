import { expect, test } from 'vitest'
import { testTask } from '../../../testing/test-task.ts'
import { eventsOf } from './events-of.ts'

const createdAt = '2026-06-15T08:00:00.000Z'
const laterAt = '2026-06-16T09:00:00.000Z'
const lastAt = '2026-06-17T10:00:00.000Z'

test('a new task was created, and nothing else', () => {
  expect(eventsOf(testTask({ createdAt, updatedAt: createdAt, version: 1 }))).toEqual([
    { kind: 'created', at: createdAt },
  ])
})

test('a change is told, but not the one that completed the task', () => {
  const changed = testTask({ createdAt, updatedAt: laterAt, version: 2 })
  expect(eventsOf(changed).map(({ kind }) => kind)).toEqual(['created', 'updated'])
  const completed = testTask({ createdAt, completedAt: laterAt, updatedAt: laterAt, version: 2 })
  expect(eventsOf(completed).map(({ kind }) => kind)).toEqual(['created', 'completed'])
})

test('what was changed after it was completed comes last', () => {
  const task = testTask({ createdAt, completedAt: laterAt, updatedAt: lastAt, version: 3 })
  expect(eventsOf(task)).toEqual([
    { kind: 'created', at: createdAt },
    { kind: 'completed', at: laterAt },
    { kind: 'updated', at: lastAt },
  ])
})
