import type { Run } from '@tandem/db/types'
import { shouldRecordUse } from '../core/fields/secret.ts'
import type { Services } from '../core/services.ts'
import { readCounter } from '../resource/counter.ts'
import { type DueTask, toICalendar } from './icalendar.ts'
import { tokenHashOf } from './token.ts'

const DAY = 86_400_000

/** A calendar starts this many days back, at midnight UTC. It has no end. */
const DAYS_BACK = 30

/** 1 MiB: services that subscribe to calendars refuse larger ones. */
const MAX_OCTETS = 1 << 20
/** These bound the CPU time of one request. Calendar programs do not display more well. */
const MAX_TASKS = 2000
const MAX_DESCRIPTION = 1000

/** Part of every tag. Increment it whenever the same tasks produce different text. */
const FORMAT_VERSION = 2

/** The calendar behind a secret address. */
export interface OpenCalendar {
  userId: string
  /** Changes whenever the calendar does: with the user's tasks and with the day. */
  tag: string
  /** The whole calendar as iCalendar text. */
  read(): Promise<string>
}

/** Finds the calendar by its file name. null if the address is unknown or revoked, or its user inactive. */
export async function openCalendar(
  { db, run, turns, clock }: Pick<Services, 'db' | 'run' | 'turns' | 'clock'>,
  file: string,
): Promise<OpenCalendar | null> {
  const tokenHash = tokenHashOf(file)
  if (!tokenHash) return null
  const found = await db.calendarFeed.findUnique({
    where: { tokenHash },
    select: { userId: true, lastUsedAt: true, user: { select: { isActive: true } } },
  })
  if (!found?.user.isActive) return null
  const { userId, lastUsedAt } = found
  const now = clock()
  if (shouldRecordUse(lastUsedAt, now)) {
    await db.calendarFeed.updateMany({ where: { tokenHash }, data: { lastUsedAt: now } })
  }
  const today = Math.floor(now.getTime() / DAY)
  const { tag } = await readCounter(run, userId)
  return {
    userId,
    tag: `${FORMAT_VERSION}-${today}-${tag}`,
    read: async () => {
      return toICalendar(await turns.scans.take(userId, () => dueTasks(run, userId, today)), MAX_OCTETS)
    },
  }
}

const COLUMNS = `
    id, title, status::text AS status, priority::text AS priority, tags, version,
    CASE WHEN length(description) > ${MAX_DESCRIPTION}
      THEN left(description, ${MAX_DESCRIPTION}) || '…' ELSE description END AS description,
    ${milliseconds('due_at')} AS "dueAt", due_on::text AS "dueOn", recurrence,
    recurrence_from::text AS "recurrenceFrom", recurrence_anchor AS "recurrenceAnchor",
    ${milliseconds('created_at')} AS "createdAt",
    ${milliseconds('updated_at')} AS "updatedAt"`

// Each half comes from the index in order. $2 is the middle of the day, and $3 when the calendar starts.
const DUE_TASKS = {
  name: 'tasks.due',
  text: `
  SELECT ${COLUMNS} FROM (
    (SELECT * FROM tasks WHERE user_id = $1::uuid AND due_at >= $2::timestamptz ORDER BY due_at, id LIMIT ${MAX_TASKS})
    UNION ALL
    (SELECT * FROM tasks WHERE user_id = $1::uuid AND due_at < $2::timestamptz AND due_at >= $3::timestamptz
      ORDER BY due_at DESC, id DESC LIMIT ${MAX_TASKS})
  ) AS due
  ORDER BY greatest(due_at - $2::timestamptz, $2::timestamptz - due_at), due_at, id LIMIT ${MAX_TASKS}`,
}

/**
 * A user's tasks due since {@link DAYS_BACK} days before `today`, a number of days since 1970. Those due nearest to the middle of
 * `today` come first: nearest to now would be another order at every moment, and so another text.
 */
function dueTasks(run: Run, userId: string, today: number): Promise<DueTask[]> {
  const at = (days: number) => new Date(days * DAY).toISOString()
  return run<DueTask>(DUE_TASKS, [userId, at(today + 0.5), at(today - DAYS_BACK)])
}

function milliseconds(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::float8`
}
