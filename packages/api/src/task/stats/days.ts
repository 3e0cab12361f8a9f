import type { Run } from '@tandem/db/types'
import { Temporal } from 'temporal-polyfill'
import { invalidInput } from '../../core/errors.ts'
import { isInRange } from '../../core/fields/time.ts'
import { timeZoneOf } from '../due/time-zone.ts'
import type { TaskDays, TaskDaysInput } from './schema.ts'

/** Two months of a calendar with their first and last weeks, and a leap year. */
export const MAX_DAYS = 366

/**
 * `$2` are the instants at which the days begin, and the one at which the last ends. A whole day is counted on its date, whatever
 * the time zone: `due_at`, its end in the zone of the owner, only has to be near, so that the index on it is used.
 */
const COUNT = {
  name: 'tasks.days',
  text: `
  SELECT day::int, count(*) FILTER (WHERE status <> 'done')::int AS open, count(*)::int AS total
  FROM tasks, LATERAL (
    SELECT CASE WHEN due_on IS NULL THEN width_bucket(due_at, $2::timestamptz[]) - 1 ELSE due_on - $3::date END AS day
  ) AS due
  WHERE user_id = $1::uuid AND due_at >= ($2::timestamptz[])[1] - interval '2 days'
    AND due_at < ($2::timestamptz[])[$4::int + 1] + interval '2 days' AND day >= 0 AND day < $4::int
  GROUP BY day ORDER BY day`,
}

/**
 * Counts a user's tasks by the day on which they are due, without days that have none.
 * @throws UNPROCESSABLE_CONTENT where the days are in the wrong order, or too many
 */
export async function countByDay(
  run: Run,
  userId: string,
  { from, to, timeZone }: TaskDaysInput,
): Promise<TaskDays> {
  const first = Temporal.PlainDate.from(from)
  const days = first.until(to).days + 1
  if (days < 1) throw invalidInput(['to'], 'must not be before `from`')
  if (days > MAX_DAYS) throw invalidInput(['to'], `must be at most ${MAX_DAYS - 1} days after \`from\``)
  const zone = timeZone ?? (await timeZoneOf(run, userId)) ?? 'UTC'
  // Not always at midnight, since some clocks skip it when they are set forward.
  const starts = Array.from({ length: days + 1 }, (_, i) =>
    instantText(first.add({ days: i }).toZonedDateTime(zone).epochMilliseconds),
  )
  const counts = await run<{ day: number; open: number; total: number }>(COUNT, [userId, starts, from, days])
  return {
    data: counts.map(({ day, open, total }) => ({
      date: first.add({ days: day }).toString(),
      open,
      total,
    })),
  }
}

/** What no task can be due before or after is infinity, since PostgreSQL reads no years 0 and 10000 in ISO 8601. */
function instantText(time: number): string {
  if (isInRange(time)) return new Date(time).toISOString()
  return time < 0 ? '-infinity' : 'infinity'
}
