import { isUniqueViolation } from '@tandem/db/errors'
import type { TRPCRouterRecord } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { emailTaken, reportError, sessionGone } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { protectedProcedure, publicProcedure } from '../core/trpc.ts'
import { countAttempt } from '../identity/attempts.ts'
import { hashPassword, rejectCommonPassword, verifyPassword } from '../identity/credentials/password.ts'
import { sendWelcome } from '../identity/mails/mailed-links.ts'
import { endSessions, openSession, rotateRefreshToken, type SignedIn } from '../identity/sessions/session.ts'
import { zoneInDatabase } from '../identity/time-zone.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import { email, user } from '../identity/user-schema.ts'
import { accountOf } from '../persistence/transaction.ts'
import { oauthError, unverifiedError } from './oauth-error.ts'
import { recovery } from './recovery.ts'
import { registerInput, tokenAnswer, tokenInput, tokenRefusal } from './schema.ts'
import { verification } from './verification.ts'

export const authRouter = {
  register: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/register',
        protect: false,
        tags: ['auth'],
        summary: 'Create an account',
        description:
          'Signing in is a request of its own. A link that verifies the address is mailed to it. Attempts count against ' +
          'the limit of sign-ins.',
        successStatus: 201,
        location: '/users/me',
        errorResponses: { 409: 'The e-mail address belongs to another account' },
      },
    })
    .input(registerInput)
    .output(user)
    .mutation(async ({ ctx, input: { email, name, password, timeZone: given } }) => {
      await countAttempt(ctx, ctx.address)
      await rejectCommonPassword(password, 'password')
      const timeZone = await zoneInDatabase(ctx.db, given)
      const passwordHash = await hashPassword(password)
      try {
        const data = { id: uuidv7(), email, name, passwordHash, timeZone }
        return await ctx.transact(accountOf(data.id), async (tx) => {
          const row = await tx.user.create({ data, select: userColumns })
          const requestedAt = ctx.clock().toISOString()
          await ctx.jobs.enqueue(tx, sendWelcome, { userId: row.id, email, requestedAt })
          return toUser(row)
        })
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error
      }
    }),

  token: publicProcedure
    .use(async ({ next }) => {
      const result = await next()
      if (result.ok) return result
      const { error, message } = reportError(result.error)
      throw error === 'VALIDATION_ERROR' ? oauthError('invalid_request', message) : result.error
    })
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/token',
        protect: false,
        tags: ['auth'],
        summary: 'Sign in with a password, or refresh',
        description:
          'The OAuth2 token endpoint of RFC 6749: `grant_type=password` with `username` (the e-mail address) and ' +
          '`password`, or `grant_type=refresh_token` with `refresh_token`. Refusals are told as RFC 6749, 5.2 says: ' +
          '`{ "error": "invalid_grant", "error_description": … }`.',
        contentTypes: ['application/x-www-form-urlencoded', 'application/json'],
        errorResponses: { 400: { description: 'Refused: RFC 6749, 5.2', schema: tokenRefusal }, 422: null },
      },
    })
    .input(tokenInput)
    .output(tokenAnswer)
    .mutation(async ({ ctx, input }) => {
      const { user, refreshToken } = await grant(ctx, input)
      return {
        access_token: ctx.accessTokens.sign(user),
        token_type: 'Bearer' as const,
        expires_in: ctx.accessTokens.ttl,
        refresh_token: refreshToken,
      }
    }),

  logout: protectedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/logout',
        protect: true,
        tags: ['auth'],
        summary: 'End the session that the access token belongs to',
        description: 'Its access tokens and its refresh token stop working within a second.',
        successStatus: 204,
      },
    })
    .input(noInput)
    .output(z.undefined())
    .mutation(async ({ ctx }) => {
      const ended = await endSessions(ctx, { userId: ctx.user.id, id: ctx.user.sessionId })
      if (ended.length === 0) throw sessionGone()
    }),

  ...verification,
  ...recovery,
} satisfies TRPCRouterRecord

function grant(ctx: Context, input: z.infer<typeof tokenInput>): Promise<SignedIn> {
  switch (input.grant_type) {
    case 'password':
      return grantByPassword(ctx, input)
    case 'refresh_token':
      return grantByRefreshToken(ctx, input)
    default:
      throw oauthError('unsupported_grant_type', 'grant_type must be password or refresh_token')
  }
}

async function grantByPassword(ctx: Context, { username, password }: z.infer<typeof tokenInput>) {
  if (username === undefined || password === undefined) {
    throw oauthError('invalid_request', 'grant_type=password needs username and password')
  }
  await countAttempt(ctx, ctx.address)
  const address = email.safeParse(username)
  const account = address.success
    ? await ctx.db.user.findUnique({
        where: { email: address.data },
        select: { id: true, passwordHash: true, isActive: true, emailVerifiedAt: true },
      })
    : null
  const matches = await verifyPassword(account?.passwordHash, password)
  if (account?.isActive && matches && ctx.requireVerifiedEmail && !account.emailVerifiedAt) {
    throw unverifiedError()
  }
  const signedIn = account && matches ? await openSession(ctx, account) : null
  if (!signedIn) throw oauthError('invalid_grant', 'The username or the password is wrong')
  return signedIn
}

async function grantByRefreshToken(ctx: Context, { refresh_token: token }: z.infer<typeof tokenInput>) {
  if (token === undefined) throw oauthError('invalid_request', 'grant_type=refresh_token needs refresh_token')
  const signedIn = await rotateRefreshToken(ctx, token)
  if (!signedIn) throw oauthError('invalid_grant', 'The refresh token is spent, expired, revoked or unknown')
  return signedIn
}
