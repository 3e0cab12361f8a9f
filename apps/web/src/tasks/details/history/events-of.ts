import type { Task } from '../../../api/trpc.ts'

export interface TaskEvent {
  kind: 'created' | 'updated' | 'completed'
  at: string
}

/** A task is completed at the time of the server, and changed when that is written, in ms. */
const SAME_MS = 1_000

/**
 * When a task was created, completed, and changed last, in that order of time. The server keeps no more of its history. The change
 * that completed it is not told twice.
 */
export function eventsOf({ createdAt, updatedAt, completedAt, version }: Task): TaskEvent[] {
  const isCompleting =
    completedAt !== null && Math.abs(Date.parse(updatedAt) - Date.parse(completedAt)) < SAME_MS
  const events: TaskEvent[] = [{ kind: 'created', at: createdAt }]
  if (completedAt !== null) events.push({ kind: 'completed', at: completedAt })
  if (version > 1 && !isCompleting) events.push({ kind: 'updated', at: updatedAt })
  return events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
