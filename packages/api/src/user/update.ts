import type { z } from 'zod'
import type { Context } from '../core/context.ts'
import { accountGone, emailTaken, invalidInput } from '../core/errors.ts'
import { omitUndefined } from '../core/input.ts'
import { countAttempt } from '../identity/attempts.ts'
import { verifyPassword } from '../identity/credentials/password.ts'
import { sendVerification } from '../identity/mails/mailed-links.ts'
import { zoneInDatabase } from '../identity/time-zone.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import type { User } from '../identity/user-schema.ts'
import { accountOf } from '../persistence/transaction.ts'
import type { updateUserInput } from './schema.ts'

type Change = z.output<typeof updateUserInput>

/**
 * Changes a user's name and time zone, and takes note of a new address, which replaces the other once it is verified. The latest
 * wish counts: another address overtakes one that waits, and the user's own ends the waiting.
 */
export async function updateUser(ctx: Context, id: string, change: Change): Promise<User> {
  const { timeZone } = change
  if (timeZone === undefined) return update(ctx, id, change)
  const updated = await update(ctx, id, { ...change, timeZone: await zoneInDatabase(ctx.db, timeZone) })
  // Tasks that are due a whole day have moved.
  ctx.taskFeed.notify(id)
  return updated
}

async function update(ctx: Context, id: string, change: Change): Promise<User> {
  const { email, currentPassword, name, timeZone } = change
  if (email === undefined && currentPassword === undefined) return write(ctx, id, { name, timeZone })
  const account = await ctx.db.user.findUnique({ where: { id }, select: { email: true, passwordHash: true } })
  if (!account) throw accountGone()
  const isNew = email !== undefined && email !== account.email
  if (isNew || currentPassword !== undefined) await demandPassword(ctx, id, account, currentPassword)
  if (!isNew) return write(ctx, id, { name, timeZone, ...(email !== undefined && { pendingEmail: null }) })
  const holder = await ctx.db.user.findUnique({ where: { email }, select: { id: true } })
  if (holder) throw emailTaken()

  return ctx.transact(accountOf(id), async (tx) => {
    // The password may have been changed since it was verified.
    const verified = { id, passwordHash: account.passwordHash }
    const [row] = await tx.user.updateManyAndReturn({
      where: verified,
      data: { ...omitUndefined({ name, timeZone }), pendingEmail: email },
      select: userColumns,
    })
    if (!row) throw wrongPassword()
    const requestedAt = ctx.clock().toISOString()
    await ctx.jobs.enqueue(tx, sendVerification, { userId: id, email, requestedAt })
    return toUser(row)
  })
}

/** In the queue of the user's rows, since a time zone may move tasks. */
function write(
  { transact }: Context,
  id: string,
  data: { name: string | undefined; timeZone: string | undefined; pendingEmail?: null },
): Promise<User> {
  return transact(id, async (tx) => {
    const [row] = await tx.user.updateManyAndReturn({
      where: { id },
      data: omitUndefined(data),
      select: userColumns,
    })
    if (!row) throw accountGone()
    return toUser(row)
  })
}

/** A stolen access token must not allow guessing the password, and is not enough to take the account along. */
async function demandPassword(
  ctx: Context,
  id: string,
  { passwordHash }: { passwordHash: string },
  password: string | undefined,
): Promise<void> {
  if (password === undefined) {
    throw invalidInput(['currentPassword'], 'is required to change the e-mail address')
  }
  await countAttempt(ctx, id)
  if (!(await verifyPassword(passwordHash, password))) throw wrongPassword()
}

export function wrongPassword() {
  return invalidInput(['currentPassword'], 'is not your password')
}
