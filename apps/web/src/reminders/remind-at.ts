import type { Task } from '../api/trpc.ts'
import { dueTime } from '../english/format/time.ts'

const MINUTE_MS = 60_000

/** A task that is due a whole day reminds before this hour of it. */
const MORNING_HOUR = 9

/** When a task reminds, in ms. The server has the same rule, in the function `remind_at` of its database. */
export function remindAt(task: Task): number | undefined {
  const due = dueTime(task)
  if (due === undefined || task.reminder === null || task.status === 'done') return undefined
  if (task.dueOn !== null) due.setHours(MORNING_HOUR, 0, 0, 0)
  return due.getTime() - task.reminder * MINUTE_MS
}

/** What is later than this does not remind any more: a page that is opened then, or a device that was asleep. */
export const MAX_LATE_MS = MINUTE_MS

/** A timer does not count while a device sleeps, so the clock is looked at this often. */
const MAX_WAIT_MS = MINUTE_MS

/** Calls `remind` for each task whose time has come or comes, until it is stopped. It may do so again for the same time. */
export function watchReminders(tasks: readonly Task[], remind: (task: Task, at: number) => void): () => void {
  const times = tasks.flatMap((task) => {
    const at = remindAt(task)
    return at === undefined ? [] : [{ task, at }]
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    const now = Date.now()
    for (const { task, at } of times) if (at <= now && at > now - MAX_LATE_MS) remind(task, at)
    const next = Math.min(...times.map(({ at }) => at).filter((at) => at > now))
    if (next !== Number.POSITIVE_INFINITY) timer = setTimeout(look, Math.min(next - now, MAX_WAIT_MS))
  }
  look()
  return () => clearTimeout(timer)
}
