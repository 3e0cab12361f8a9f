import type { AppRouter } from '@tandem/api'
import type { TRPCLink } from '@trpc/client'
import type { Credential, Session } from '../session/session.ts'
import { isPublic, withContext } from './context.ts'
import { repeatLink } from './repeat.ts'

/**
 * Sends each call with the session's credential, and once more with a new one if the server refuses it. A refused call has
 * done nothing, so that mutations are repeated too.
 */
export function authorizeLink(session: Session): TRPCLink<AppRouter> {
  return repeatLink((op) => {
    let credential: Credential | undefined
    return {
      async prepare() {
        credential = await session.credential({ isPublic: isPublic(op) })
        return withContext(op, { credential })
      },
      async isRepeated({ error, attempt }) {
        if (error.data?.error !== 'UNAUTHORIZED' || attempt > 1) return false
        // A public call had none if nobody has signed in yet.
        return credential ? session.renew(credential) : true
      },
    }
  })
}
