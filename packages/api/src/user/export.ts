import type { Db } from '@tandem/db/types'
import { z } from 'zod'
import { accountGone } from '../core/errors.ts'
import type { Services } from '../core/services.ts'
import { timestamp } from '../core/time.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import { user } from '../identity/user-schema.ts'
import { owned } from '../resources.ts'

type Owned = { [Name in keyof typeof owned]: (typeof owned)[Name]['item'] }

// Both have an entry for each name, which `fromEntries` does not know.
const ownedItems = Object.fromEntries(Object.entries(owned).map(([name, { item }]) => [name, item])) as Owned

/** Everything that is held about a user, except what is secret even from them: the hashes. */
export const userExport = z.object({ exportedAt: timestamp, user, ...ownedItems }).meta({ id: 'UserExport' })
type UserExport = z.infer<typeof userExport>

/** Everything that is held about a user, as of one moment. @throws UNAUTHORIZED where the account is gone */
export async function exportUser({ db, clock }: Services, userId: string): Promise<UserExport> {
  const read = async (tx: Db) => {
    const account = await tx.user.findUnique({ where: { id: userId }, select: userColumns })
    if (!account) throw accountGone()
    const parts: Record<string, unknown> = { exportedAt: clock().toISOString(), user: toUser(account) }
    for (const [name, part] of Object.entries(owned)) parts[name] = await part.read(tx, userId)
    return parts as UserExport
  }
  // Every table is read by a statement of its own; they share one snapshot.
  return db.$transaction(read, { isolationLevel: 'RepeatableRead' })
}
