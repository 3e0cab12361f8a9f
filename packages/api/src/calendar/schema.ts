import { z } from 'zod'
import { timestamp } from '../core/fields/time.ts'

/** A subscribable calendar, without its secret address. */
export const calendarFeed = z
  .object({
    createdAt: timestamp,
    lastUsedAt: timestamp.nullable().meta({ description: 'To the minute' }),
  })
  .meta({ id: 'CalendarFeed' })
export type CalendarFeed = z.infer<typeof calendarFeed>

export const calendarFeedAnswer = z
  .object({ feed: calendarFeed.nullable() })
  .meta({ id: 'CalendarFeedAnswer' })

export const newCalendarFeed = z
  .object({
    url: z.url().meta({
      description: 'Its secret address: whoever knows it reads it. Shown this once, and kept nowhere',
      examples: ['https://tandem.example.com/calendar/mSOzvS0WJ1q0yP2o2nJt5nMRZ0Yb7mIuQm3h8bZq4uE.ics'],
    }),
    path: z.string().meta({
      description: 'The same from the root of this server',
      examples: ['/calendar/mSOzvS0WJ1q0yP2o2nJt5nMRZ0Yb7mIuQm3h8bZq4uE.ics'],
    }),
    createdAt: timestamp,
  })
  .meta({ id: 'NewCalendarFeed' })
