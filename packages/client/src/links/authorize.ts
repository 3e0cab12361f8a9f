import type { AppRouter } from '@tandem/api'
import type { TRPCLink } from '@trpc/client'
import type { Credential, Session } from '../session/session.ts'
import { isForAnyone, withContext } from './context.ts'
import { repeatLink } from './repeat.ts'

/**
 * Sends each call with the session's credential, and once more with a new one if the server refuses it. A refused call has
 * done nothing, so that mutations are repeated too.
 */
export function authorizeLink(session: Session): TRPCLink<AppRouter> {
  return repeatLink((op) => {
    let isPublic = isForAnyone(op)
    let credential: Credential | undefined
    return {
      async prepare() {
        credential = await session.credential({ isPublic })
        return withContext(op, { credential })
      },
      async isRepeated({ error, attempt }) {
        if (error.data?.error !== 'UNAUTHORIZED' || attempt > 1) return false
        if (credential) return session.renew(credential)
        // Beside sign-in are some calls of those who have signed in, such as signing out.
        const maySignIn = isPublic
        isPublic = false
        return maySignIn
      },
    }
  })
}
