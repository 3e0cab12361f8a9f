import type { Db } from '@tandem/db/types'

interface NewPassword {
  userId: string
  /** The hash that the old password was verified against. Undefined if something else let the user in. */
  verifiedHash?: string
  passwordHash: string
  now: Date
}

/**
 * Replaces a password. Links to reset the one before stop counting, and an address that waits is forgotten: whoever knew the old
 * password may have given it. Resolves to false if the verified password is no longer the user's. Sessions are ended apart.
 */
export async function setPassword(
  tx: Db,
  { userId, verifiedHash, passwordHash, now }: NewPassword,
): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, ...(verifiedHash !== undefined && { passwordHash: verifiedHash }) },
    data: { passwordHash, passwordChangedAt: now, pendingEmail: null },
  })
  return count > 0
}
