import { isForeignKeyViolation } from '@tandem/db/errors'
import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { accountGone } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { protectedProcedure } from '../core/trpc.ts'
import { once } from '../persistence/once.ts'
import { calendarFeedColumns, toCalendarFeed } from './record.ts'
import { calendarFeedAnswer, newCalendarFeed } from './schema.ts'
import { generateToken } from './token.ts'

export const calendarRouter = {
  feed: protectedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users/me/calendar',
        protect: true,
        tags: ['users'],
        summary: 'See whether your calendar can be subscribed to',
        description:
          '`feed` is null while there is no secret address. The address itself is not shown again.',
      },
    })
    .input(noInput)
    .output(calendarFeedAnswer)
    .query(async ({ ctx }) => {
      const where = { userId: ctx.user.id }
      const row = await ctx.db.calendarFeed.findUnique({ where, select: calendarFeedColumns })
      return { feed: row && toCalendarFeed(row) }
    }),

  createFeed: protectedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/users/me/calendar',
        protect: true,
        tags: ['users'],
        summary: 'Make a secret address of your calendar',
        description:
          'Tasks with a due date, as iCalendar (RFC 5545), for any calendar that can subscribe to an address: at most 1 MiB ' +
          'and 2,000 tasks, of those due since 30 days ago, what is due nearest first. Whoever knows the address reads ' +
          'them; the answer is the only place that ever shows it. One that was made before ends.',
        successStatus: 201,
      },
    })
    .input(noInput)
    .output(newCalendarFeed)
    .mutation(
      once(async ({ ctx }) => {
        const { path, tokenHash } = generateToken()
        const made = { tokenHash, createdAt: ctx.clock(), lastUsedAt: null }
        try {
          await ctx.db.calendarFeed.upsert({
            where: { userId: ctx.user.id },
            create: { userId: ctx.user.id, ...made },
            update: made,
            select: { userId: true },
          })
        } catch (error) {
          throw isForeignKeyViolation(error) ? accountGone() : error
        }
        return { url: ctx.appUrl + path, path, createdAt: made.createdAt.toISOString() }
      }),
    ),

  revokeFeed: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/users/me/calendar',
        protect: true,
        tags: ['users'],
        summary: 'End the secret address of your calendar',
        description: 'Calendars that subscribed to it get 404 from then on.',
        successStatus: 204,
      },
    })
    .input(noInput)
    .output(z.undefined())
    .mutation(async ({ ctx }) => {
      await ctx.db.calendarFeed.deleteMany({ where: { userId: ctx.user.id } })
    }),
} satisfies TRPCRouterRecord
