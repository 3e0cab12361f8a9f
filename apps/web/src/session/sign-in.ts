import { problemOf } from '../api/problem.ts'
import { endLeft } from './leave.ts'
import { acceptToken, change, renewToken, request, session } from './session.ts'

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await change(async () => {
    await endLeft()
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
