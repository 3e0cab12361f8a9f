import { z } from 'zod'
import { defineJob, type JobContext } from '../../jobs/define-job.ts'
import type { Mail } from '../../mail/mailer.ts'
import { addressChanged } from '../../mail/templates/address-changed.ts'
import { passwordChanged } from '../../mail/templates/password-changed.ts'

// The address of the moment when it happened: by the time of the mail, the account may have another one.
const payload = z.object({ userId: z.uuid(), to: z.string() })

/** To the address that an account no longer has. */
export const sendAddressChanged = defineJob({
  name: 'send-address-changed',
  payload,
  run: (notice, ctx) => notify(ctx, notice, addressChanged),
})

export const sendPasswordChanged = defineJob({
  name: 'send-password-changed',
  payload,
  run: (notice, ctx) => notify(ctx, notice, passwordChanged),
})

/** Nothing is told of an account that was deleted meanwhile. */
async function notify(
  ctx: JobContext,
  { userId, to }: z.output<typeof payload>,
  compose: (letter: { name: string; url: string }) => Mail,
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { id: userId }, select: { name: true } })
  if (user) await ctx.mailer.send(to, compose({ name: user.name, url: ctx.appUrl }), ctx)
}
