import type { Prisma } from '@tandem/db/types'
import type { User } from './user-schema.ts'

/** The columns an answer may contain: not the password hash. */
export const userColumns = {
  id: true,
  email: true,
  emailVerifiedAt: true,
  pendingEmail: true,
  name: true,
  role: true,
  isActive: true,
  timeZone: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.UserSelect

type UserRow = Prisma.UserGetPayload<{ select: typeof userColumns }>

export function toUser(row: UserRow): User {
  return {
    ...row,
    emailVerifiedAt: row.emailVerifiedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
