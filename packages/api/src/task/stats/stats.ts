import type { Db, Run, TaskPriority, TaskStatus } from '@tandem/db/types'
import { Temporal } from 'temporal-polyfill'
import { timeZoneOf } from '../due/time-zone.ts'
import { taskPriority, taskStatus } from '../schema.ts'
import type { TaskStats } from './schema.ts'

const DAYS = 30

interface StatsOptions {
  db: Db
  run: Run
  userId: string
  now: Date
  /** Defines when a day starts. The user's own where it is not given. */
  timeZone?: string | undefined
}

/** Counts a user's tasks by status and priority, and those completed on each of the last 30 days. */
export async function countTasks({ db, run, userId, now, timeZone }: StatsOptions): Promise<TaskStats> {
  const days = lastDays(now, timeZone ?? (await timeZoneOf(run, userId)) ?? 'UTC')
  const starts = days.map(({ start }) => start)
  // One after the other, since a call may use one connection at a time.
  const groups = await db.$queryRaw<
    { status: TaskStatus; priority: TaskPriority; count: number; overdue: number }[]
  >`
    SELECT status::text, priority::text, count(*)::int AS count,
      count(*) FILTER (WHERE due_at < ${now} AND status <> 'done')::int AS overdue
    FROM tasks WHERE user_id = ${userId}::uuid GROUP BY status, priority`
  // Days are computed here, because PostgreSQL may not know the time zone by the same name.
  const completed = await db.$queryRaw<{ day: number; count: number }[]>`
    SELECT width_bucket(completed_at, ${starts}::timestamptz[]) AS day, count(*)::int AS count
    FROM tasks WHERE user_id = ${userId}::uuid AND completed_at >= ${starts[0]} GROUP BY day`
  const sum = (of: typeof groups) => of.reduce((total, { count }) => total + count, 0)
  const perDay = new Map(completed.map(({ day, count }) => [day, count]))
  return {
    total: sum(groups),
    byStatus: countEach(taskStatus.options, (one) => sum(groups.filter(({ status }) => status === one))),
    byPriority: countEach(taskPriority.options, (one) =>
      sum(groups.filter(({ priority }) => priority === one)),
    ),
    overdue: groups.reduce((total, { overdue }) => total + overdue, 0),
    completedPerDay: days.map(({ date }, i) => ({ date, count: perDay.get(i + 1) ?? 0 })),
  }
}

function countEach<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<K, number>
}

/** The last days up to today, with the instants at which they begin. */
function lastDays(now: Date, timeZone: string): { date: string; start: Date }[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  return Array.from({ length: DAYS }, (_, i) => {
    const day = today.subtract({ days: DAYS - 1 - i })
    // Not always at midnight, since some clocks skip it when they are set forward.
    const { epochMilliseconds } = day.toZonedDateTime(timeZone)
    return { date: day.toString(), start: new Date(epochMilliseconds) }
  })
}
