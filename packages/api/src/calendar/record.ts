import type { Prisma } from '@tandem/db/types'
import type { CalendarFeed } from './schema.ts'

/** The columns an answer may contain: not the hash. */
export const calendarFeedColumns = { createdAt: true, lastUsedAt: true } satisfies Prisma.CalendarFeedSelect

type CalendarFeedRow = Prisma.CalendarFeedGetPayload<{ select: typeof calendarFeedColumns }>

export function toCalendarFeed({ createdAt, lastUsedAt }: CalendarFeedRow): CalendarFeed {
  return { createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null }
}
