import { isUniqueViolation } from '@tandem/db/errors'
import type { Db } from '@tandem/db/types'
import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { accountGone, emailTaken, invalidInput } from '../core/errors.ts'
import { publicProcedure, unauthenticated, unverifiedProcedure } from '../core/trpc.ts'
import { inTurn } from '../core/turns.ts'
import { countAttempt } from '../identity/attempts.ts'
import { addressToVerify, type LinkUser, linkUserColumns } from '../identity/links/link.ts'
import { spendLink } from '../identity/links/spend-link.ts'
import { sendVerification, sendVerificationTo } from '../identity/mails/mailed-links.ts'
import { sendAddressChanged } from '../identity/mails/notices.ts'
import { once } from '../persistence/once.ts'
import { accountOf } from '../persistence/transaction.ts'
import { resendInput, verifyEmailInput } from './schema.ts'

/** Showing that an e-mail address is one's own. */
export const verification = {
  verifyEmail: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/email/verify',
        protect: false,
        tags: ['auth'],
        summary: 'Verify an e-mail address',
        description:
          'With the token of a link that was mailed to it. A link works once, for 24 hours, and until a newer address is ' +
          'given. If the address is a new one, it replaces the one before, which is told. Attempts count against the ' +
          'limit of sign-ins.',
        successStatus: 204,
        errorResponses: { 409: 'Another account has taken the address meanwhile' },
      },
    })
    .input(verifyEmailInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input: { token } }) => {
      await countAttempt(ctx, ctx.address)
      try {
        await spendLink(ctx, { token, purpose: 'verify' }, async (tx, { user, email, now }) => {
          if (email === user.email) await markVerified(tx, user, now)
          else await replaceAddress(ctx, tx, user, { email, now })
        })
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error
      }
    }),

  resendVerification: unverifiedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/email/resend',
        protect: true,
        tags: ['auth'],
        summary: 'Mail the link that verifies your address once more',
        description:
          'To the address that waits, or else to yours. If it is verified, nothing is sent. Where signing in needs a ' +
          'verified address (`REQUIRE_VERIFIED_EMAIL`), it also takes `{ "email" }` without a token, and the answer is ' +
          'the same for any address. Calls count against the limit of sign-ins.',
        successStatus: 202,
        successDescription: 'Accepted: if there is something to verify, a mail is on its way',
      },
    })
    .input(resendInput)
    .output(z.undefined())
    .mutation(
      once(async ({ ctx, input }) => {
        if (input?.email !== undefined) await resendTo(ctx, input.email)
        else if (ctx.caller) await resendToSelf(ctx, ctx.caller.id)
        else throw unauthenticated(ctx.credentialError)
        return undefined
      }),
    ),
} satisfies TRPCRouterRecord

/** Nothing is looked up here, so that nothing can be told from the time it takes. */
async function resendTo(ctx: Context, email: string): Promise<void> {
  if (!ctx.requireVerifiedEmail) {
    throw invalidInput(['email'], 'is taken only where signing in needs a verified address: leave it out')
  }
  await countAttempt(ctx, ctx.address)
  await inTurn(ctx, 'strangers', () =>
    ctx.transact(`mail to ${email}`, async (tx) => {
      await ctx.jobs.enqueue(tx, sendVerificationTo, { email, requestedAt: ctx.clock().toISOString() })
    }),
  )
}

async function resendToSelf(ctx: Context, userId: string): Promise<void> {
  await countAttempt(ctx, userId)
  const user = await ctx.db.user.findUnique({ where: { id: userId }, select: linkUserColumns })
  if (!user) throw accountGone()
  const email = addressToVerify(user)
  if (email === undefined) return
  await ctx.transact(accountOf(userId), async (tx) => {
    await ctx.jobs.enqueue(tx, sendVerification, { userId, email, requestedAt: ctx.clock().toISOString() })
  })
}

/** The first time counts. */
async function markVerified(tx: Db, { id }: LinkUser, now: Date): Promise<void> {
  await tx.user.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: now } })
}

async function replaceAddress(
  { jobs }: Context,
  tx: Db,
  { id: userId, email: to }: LinkUser,
  { email, now }: { email: string; now: Date },
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { email, pendingEmail: null, emailVerifiedAt: now } })
  await jobs.enqueue(tx, sendAddressChanged, { userId, to })
}
