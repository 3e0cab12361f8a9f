import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { publicProcedure } from '../core/trpc.ts'
import { inTurn } from '../core/turns.ts'
import { countAttempt } from '../identity/attempts.ts'
import { rejectCommonPassword } from '../identity/credentials/password.ts'
import { sendReset } from '../identity/mails/mailed-links.ts'
import { recoverAccount } from '../identity/recover-account.ts'
import { forgotPasswordInput, resetPasswordInput } from './schema.ts'

/** Getting back into an account without its password. */
export const recovery = {
  forgotPassword: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/password/forgot',
        protect: false,
        tags: ['auth'],
        summary: 'Mail a link to reset a forgotten password',
        description:
          'The answer is the same for any address, and takes the same time: whether it has an account is found out later. ' +
          'Attempts count against the limit of sign-ins.',
        successStatus: 202,
        successDescription: 'Accepted: if the address has an account, a mail is on its way',
      },
    })
    .input(forgotPasswordInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input: { email } }) => {
      await countAttempt(ctx, ctx.address)
      // Nothing is looked up here, so that nothing can be told from the time it takes.
      await inTurn(ctx, 'strangers', () =>
        ctx.transact(`mail to ${email}`, async (tx) => {
          await ctx.jobs.enqueue(tx, sendReset, { email, requestedAt: ctx.clock().toISOString() })
        }),
      )
    }),

  resetPassword: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/password/reset',
        protect: false,
        tags: ['auth'],
        summary: 'Choose a new password',
        description:
          'With the token of a link that was mailed. It works once, for an hour, and until the password is changed. Every ' +
          'session ends, and the address counts as verified. Attempts count against the limit of sign-ins.',
        successStatus: 204,
      },
    })
    .input(resetPasswordInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input: { token, password } }) => {
      await countAttempt(ctx, ctx.address)
      await rejectCommonPassword(password, 'password')
      await recoverAccount(ctx, token, password)
    }),
} satisfies TRPCRouterRecord
