import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { notFound, sessionGone } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { protectedProcedure } from '../core/trpc.ts'
import { endSessions } from '../identity/sessions/session.ts'
import { sessionColumns, toSession } from './record.ts'
import { revokeSessionInput, session } from './schema.ts'

export const sessionRouter = {
  list: protectedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/auth/sessions',
        protect: true,
        tags: ['auth'],
        summary: 'List where you are signed in',
        description: 'The latest used first. `current` marks the session that asks.',
      },
    })
    .input(noInput)
    .output(z.array(session))
    .query(async ({ ctx }) => {
      const rows = await ctx.db.session.findMany({
        where: { userId: ctx.user.id, revokedAt: null, expiresAt: { gt: ctx.clock() } },
        orderBy: { id: 'desc' },
        select: sessionColumns,
      })
      if (!rows.some(({ id }) => id === ctx.user.sessionId)) throw sessionGone()
      return rows.map((row) => ({ ...toSession(row), current: row.id === ctx.user.sessionId }))
    }),

  revoke: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/auth/sessions/{id}',
        protect: true,
        tags: ['auth'],
        summary: 'End one of your sessions',
        description: 'Its tokens stop working within a second.',
        successStatus: 204,
        errorResponses: [404],
      },
    })
    .input(revokeSessionInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input }) => {
      const ended = await endSessions(ctx, { userId: ctx.user.id, id: input.id })
      if (ended.length === 0) throw notFound('session')
    }),

  revokeAll: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/auth/sessions',
        protect: true,
        tags: ['auth'],
        summary: 'End all your sessions',
        description: 'This one too: all tokens stop working within a second. API keys stay.',
        successStatus: 204,
      },
    })
    .input(noInput)
    .output(z.undefined())
    .mutation(async ({ ctx }) => {
      await endSessions(ctx, { userId: ctx.user.id })
    }),
} satisfies TRPCRouterRecord
