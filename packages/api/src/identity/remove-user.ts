import type { TRPCError } from '@trpc/server'
import type { Services } from '../core/context.ts'
import { isLastAdmin } from '../core/database-errors.ts'
import { lastAdmin } from '../core/errors.ts'
import { endSessions } from './session.ts'

/** Deletes a user and everything of theirs, sessions first, so that every process hears of them. */
export async function removeUser(services: Services, id: string, missing: () => TRPCError): Promise<void> {
  try {
    await endSessions(
      services,
      { userId: id },
      {
        after: async (tx) => {
          const { count } = await tx.user.deleteMany({ where: { id } })
          if (count === 0) throw missing()
        },
      },
    )
  } catch (error) {
    throw isLastAdmin(error) ? lastAdmin() : error
  }
}
