import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { accountGone } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { protectedProcedure } from '../core/trpc.ts'
import { countAttempt } from '../identity/attempts.ts'
import { hashPassword, rejectCommonPassword, verifyPassword } from '../identity/credentials/password.ts'
import { setPassword } from '../identity/credentials/set-password.ts'
import { sendPasswordChanged } from '../identity/mails/notices.ts'
import { removeUser } from '../identity/remove-user.ts'
import { endSessions } from '../identity/sessions/session.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import { user } from '../identity/user-schema.ts'
import { exportUser, userExport } from './export.ts'
import { changePasswordInput, updateUserInput } from './schema.ts'
import { updateUser, wrongPassword } from './update.ts'

export const userRouter = {
  me: protectedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users/me',
        protect: true,
        tags: ['users'],
        summary: 'Read your own account',
        description: 'The account that the credential belongs to.',
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
        summary: 'Change your name, time zone or e-mail address',
        description:
          'Fields left out stay as they are. A new address needs `currentPassword`, and waits as `pendingEmail` until the ' +
          'link that is mailed to it is followed; then the old one is told. Passwords count against the limit of sign-ins.',
        errorResponses: { 409: 'The e-mail address belongs to another account' },
      },
    })
    .input(updateUserInput)
    .output(user)
    .mutation(({ ctx, input }) => updateUser(ctx, ctx.user.id, input)),

  delete: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/users/me',
        protect: true,
        tags: ['users'],
        successStatus: 204,
        summary: 'Delete your account and everything in it',
        description: 'It cannot be undone. Every session, key and stream ends at once.',
        errorResponses: { 409: 'You are the last active admin' },
      },
    })
    .input(noInput)
    .output(z.undefined())
    .mutation(async ({ ctx }) => {
      await removeUser(ctx, ctx.user.id, accountGone)
    }),

  changePassword: protectedProcedure
    .meta({
      openapi: {
        method: 'PUT',
        path: '/users/me/password',
        protect: true,
        tags: ['users'],
        summary: 'Change your password',
        description:
          'Every session ends, this one too: sign in again with the new password. Attempts count against the limit of sign-ins.',
        successStatus: 204,
      },
    })
    .input(changePasswordInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input }) => {
      // A stolen access token must not allow guessing the password.
      await countAttempt(ctx, ctx.user.id)
      await rejectCommonPassword(input.newPassword, 'newPassword')
      const where = { id: ctx.user.id }
      const account = await ctx.db.user.findUnique({ where, select: { passwordHash: true, email: true } })
      if (!account) throw accountGone()
      if (!(await verifyPassword(account.passwordHash, input.currentPassword))) {
        throw wrongPassword()
      }
      const passwordHash = await hashPassword(input.newPassword)
      await endSessions(
        ctx,
        { userId: ctx.user.id },
        {
          before: async (tx) => {
            // Another change may have come first since the password was verified.
            const change = { userId: ctx.user.id, verifiedHash: account.passwordHash, passwordHash }
            if (!(await setPassword(tx, { ...change, now: ctx.clock() }))) throw wrongPassword()
            await ctx.jobs.enqueue(tx, sendPasswordChanged, { userId: ctx.user.id, to: account.email })
          },
        },
      )
    }),

  export: protectedProcedure
    .meta({
      turn: 'scans',
      openapi: {
        method: 'GET',
        path: '/users/me/export',
        protect: true,
        tags: ['users'],
        summary: 'Export everything that is held about you',
        description:
          'One JSON document with the account, its sessions and keys, and every row of every resource. No secret is in it.',
      },
    })
    .input(noInput)
    .output(userExport)
    .query(({ ctx }) => exportUser(ctx, ctx.user.id)),
} satisfies TRPCRouterRecord
