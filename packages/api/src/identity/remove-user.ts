import { isLastAdmin } from '@tandem/db/errors'
import type { TRPCError } from '@trpc/server'
import { lastAdmin } from '../core/errors.ts'
import type { Services } from '../core/services.ts'
import { endSessions } from './sessions/session.ts'

/** Deletes a user with all their data. Sessions are ended first, so that every process is notified. */
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
  } finally {
    await services.answers.dropOwner(id)
    // What fails is on a list, and tried again.
    await services.files.removeBytes().catch(() => {})
  }
}
