import { z } from 'zod'
import { accountGone } from '../core/errors.ts'
import { timestamp } from '../core/fields/time.ts'
import type { Services } from '../core/services.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import { user } from '../identity/user-schema.ts'
import type { Work } from '../persistence/transaction.ts'
import { owned } from '../resources.ts'

type Owned = { [Name in keyof typeof owned]: (typeof owned)[Name]['item'] }

// `fromEntries` does not keep the names of the entries in its type.
const ownedItems = Object.fromEntries(Object.entries(owned).map(([name, { item }]) => [name, item])) as Owned

/** Everything stored about a user, except secrets such as hashes. */
export const userExport = z.object({ exportedAt: timestamp, user, ...ownedItems }).meta({ id: 'UserExport' })
type UserExport = z.infer<typeof userExport>

/** Exports everything stored about a user from one snapshot. @throws UNAUTHORIZED if the account was deleted */
export async function exportUser({ transact, clock }: Services, userId: string): Promise<UserExport> {
  const read: Work<UserExport> = async (tx, run) => {
    const account = await tx.user.findUnique({ where: { id: userId }, select: userColumns })
    if (!account) throw accountGone()
    const parts: Record<string, unknown> = { exportedAt: clock().toISOString(), user: toUser(account) }
    for (const [name, part] of Object.entries(owned)) parts[name] = await part.read({ tx, run }, userId)
    return parts as UserExport
  }
  // One snapshot for all statements.
  return transact(`export ${userId}`, read, { isolationLevel: 'RepeatableRead' })
}
