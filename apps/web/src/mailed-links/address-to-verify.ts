import type { Me } from '../api/trpc.ts'

/** The address that waits for its link to be followed, if one does. */
export function addressToVerify({
  email,
  emailVerifiedAt,
  pendingEmail,
}: Pick<Me, 'email' | 'emailVerifiedAt' | 'pendingEmail'>): string | undefined {
  return pendingEmail ?? (emailVerifiedAt ? undefined : email)
}
