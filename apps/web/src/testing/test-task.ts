import { NEW_TASK, type Task } from '../api/trpc.ts'

/** A task for tests, with defaults for all fields. */
export function testTask(given: Partial<Task> = {}): Task {
  return {
    id: '019a0000-0000-7000-8000-000000000001',
    title: 'Buy milk',
    ...NEW_TASK,
    completedAt: null,
    version: 1,
    createdAt: '2026-11-01T10:00:00.000Z',
    updatedAt: '2026-11-01T10:00:00.000Z',
    ...given,
  }
}
