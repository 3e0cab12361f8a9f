import type { Run } from '@tandem/db/types'
import { nextOccurrence, type Recurring } from '../../core/recurrence/next.ts'
import type { Key } from '../../resource/store.ts'
import { taskStore } from '../store.ts'

/** The id of a successor begins with the time in that of its task, so this reads few rows. */
const COMPLETED = {
  name: 'tasks.completed',
  text: `SELECT id, recurrence_anchor AS "recurrenceAnchor" FROM tasks
  WHERE user_id = $1::uuid AND id BETWEEN $3::uuid AND $4::uuid AND successor_id = $2::uuid`,
}

/**
 * The anchor of a task that gets its rule back, as when its removal is undone: the one it was made with, if it is due as it was then.
 * Null if it began anew.
 */
export async function restoredAnchor(
  run: Run,
  key: Key,
  { task, timeZone }: { task: Due; timeZone: string },
): Promise<string | null> {
  const time = key.id.slice(0, 14)
  const [found] = await run<{ id: string; recurrenceAnchor: string | null }>(COMPLETED, [
    key.userId,
    key.id,
    `${time}0000-0000-000000000000`,
    `${time}ffff-ffff-ffffffffffff`,
  ])
  const completed = found && (await taskStore.find(run, { userId: key.userId, id: found.id }))
  if (!completed?.recurrence || !completed.completedAt) return null
  const { recurrence } = completed
  const made = nextOccurrence(
    { ...completed, recurrence, recurrenceAnchor: found?.recurrenceAnchor ?? null },
    { now: new Date(completed.completedAt), timeZone },
  )
  return made && isDueAs(made, task) ? made.recurrenceAnchor : null
}

type Due = Pick<Recurring, 'dueOn' | 'dueAt'> & { recurrence: string | null }

/** The `dueAt` of a whole day is its end, which is not compared. */
const isDueAs = (made: Due, task: Due) =>
  made.recurrence === task.recurrence &&
  made.dueOn === task.dueOn &&
  (made.dueOn !== null || timeOf(made.dueAt) === timeOf(task.dueAt))

const timeOf = (instant: Date | string | null) => new Date(instant ?? Number.NaN).getTime()
