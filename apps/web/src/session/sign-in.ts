import { problemOf } from '../api/problem.ts'
import { retryImport } from '../ui/retry-import.ts'
import { acceptToken, change, isLeaving, renewToken, request, session } from './session.ts'

const loadLeaving = retryImport(() => import('./leave.ts'))

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await change(async () => {
    if (isLeaving()) await (await loadLeaving()).endLeft()
    acceptToken(await request('POST', '/session', credentials))
  })
}

/** Whether signing in was refused because the address has to be verified first. The password was right. */
export function isUnverified(error: unknown): boolean {
  return problemOf(error)?.status === 403
}

/** After a password was reset. The session of this page has ended with all others, unless it is that of another account. */
export async function leaveAfterReset(): Promise<void> {
  // Without an answer, the session ends on the next call that gets one.
  if (session.get().status === 'signed-in') await renewToken().catch(() => undefined)
  if (session.get().status === 'signed-out') session.set({ status: 'signed-out', reason: 'reset' })
}
