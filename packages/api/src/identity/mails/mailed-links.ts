import { z } from 'zod'
import { defineJob, type JobContext } from '../../jobs/define-job.ts'
import type { Mail } from '../../mail/mailer.ts'
import { resetPassword } from '../../mail/templates/reset-password.ts'
import { verifyAddress } from '../../mail/templates/verify-address.ts'
import { welcome } from '../../mail/templates/welcome.ts'
import { issueLink } from '../links/issue-link.ts'
import { addressToVerify, type LinkPurpose, linkUserColumns, pageOfLink } from '../links/link.ts'

// What a job is told holds no token: it makes the link when it runs.
const requestedAt = z.iso.datetime()
const forUser = z.object({ userId: z.uuid(), email: z.string(), requestedAt })
const forAddress = z.object({ email: z.string(), requestedAt })

/** Beyond the hour that the link lives, nobody waits for it any more. */
const RESET_RETRY_DELAYS_S = [2, 10, 60, 300, 1_200]

/** After registration. */
export const sendWelcome = defineJob({
  name: 'send-welcome',
  payload: forUser,
  run: (request, ctx) => mailLink(ctx, { purpose: 'verify', ...request }, welcome),
})

/** To an address that a user gave, or asked to verify once more. */
export const sendVerification = defineJob({
  name: 'send-verification',
  payload: forUser,
  run: (request, ctx) => mailLink(ctx, { purpose: 'verify', ...request }, verifyAddress),
})

/** To whoever has the address, if anyone does and has not verified it. */
export const sendVerificationTo = defineJob({
  name: 'send-verification-to',
  payload: forAddress,
  run: async ({ email, ...request }, ctx) => {
    const user = await ctx.db.user.findUnique({ where: { email }, select: linkUserColumns })
    const address = user ? addressToVerify(user) : undefined
    if (!user || address === undefined) return
    const link = { purpose: 'verify', userId: user.id, email: address, ...request } as const
    await mailLink(ctx, link, verifyAddress)
  },
})

/** To whoever has the address, if anyone does. */
export const sendReset = defineJob({
  name: 'send-reset',
  payload: forAddress,
  retryDelays: RESET_RETRY_DELAYS_S,
  run: async (request, ctx) => {
    const user = await ctx.db.user.findUnique({ where: { email: request.email }, select: { id: true } })
    if (user) await mailLink(ctx, { purpose: 'reset', userId: user.id, ...request }, resetPassword)
  },
})

interface MailedLink extends z.output<typeof forUser> {
  purpose: LinkPurpose
}

/** Mails a link, unless it would be of no use by now. */
async function mailLink(
  ctx: JobContext,
  { requestedAt: asked, ...link }: MailedLink,
  compose: (letter: { name: string; url: string; isNew: boolean }) => Mail,
): Promise<void> {
  const issued = await issueLink(ctx, { ...link, id: ctx.id, requestedAt: new Date(asked) })
  if (!issued) return
  const { token, user } = issued
  const url = pageOfLink(ctx.appUrl, link.purpose, token)
  const mail = compose({ name: user.name, url, isNew: link.email !== user.email })
  await ctx.mailer.send(link.email, mail, ctx)
}
