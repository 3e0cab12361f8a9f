import { TRPCError, type TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { isUniqueViolation } from '../database-errors.ts'
import { accountGone } from '../errors.ts'
import { given, noInput } from '../input.ts'
import { protectedProcedure } from '../trpc.ts'
import { toUser, userColumns } from './record.ts'
import { updateUserInput, user } from './schema.ts'

export const userRouter = {
  me: protectedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users/me',
        protect: true,
        tags: ['users'],
        summary: 'Read your own account',
      },
    })
    .input(noInput)
    .output(user)
    .query(async ({ ctx }) => {
      const row = await ctx.db.user.findUnique({ where: { id: ctx.user.id }, select: userColumns })
      if (!row) throw accountGone()
      return toUser(row)
    }),

  update: protectedProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/users/me',
        protect: true,
        tags: ['users'],
        summary: 'Change your name or e-mail address',
        errorResponses: { 409: 'The e-mail address belongs to another account' },
      },
    })
    .input(updateUserInput)
    .output(user)
    .mutation(async ({ ctx, input }) => {
      try {
        const [row] = await ctx.db.user.updateManyAndReturn({
          where: { id: ctx.user.id },
          data: given(input),
          select: userColumns,
        })
        if (!row) throw accountGone()
        return toUser(row)
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error
      }
    }),

  delete: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/users/me',
        protect: true,
        tags: ['users'],
        successStatus: 204,
        summary: 'Delete your account and everything in it',
      },
    })
    .input(noInput)
    .output(z.undefined())
    .mutation(async ({ ctx }) => {
      const { count } = await ctx.db.user.deleteMany({ where: { id: ctx.user.id } })
      if (count === 0) throw accountGone()
    }),
} satisfies TRPCRouterRecord

function emailTaken() {
  return new TRPCError({ code: 'CONFLICT', message: 'An account with this e-mail address exists already' })
}
