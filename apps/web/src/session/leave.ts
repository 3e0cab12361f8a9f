import { connection } from '../api/connection.ts'
import { isTransient } from '../api/problem.ts'
import { forgetChanges } from '../device/forget.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { clearDrafts } from '../sync/drafts.ts'
import { change, clearSession, isLeaving, LEAVING_KEY, request, session } from './session.ts'

/** How long signing out waits for the server, in ms. */
const LEAVE_MS = 2_000

/**
 * Removes all that this browser has of the user, and ends the session on the server. A server that cannot be reached is told
 * when it is back: whoever uses the browser next must not wait for that.
 */
export async function signOut(): Promise<void> {
  const current = session.get()
  localStorage.setItem(LEAVING_KEY, current.status === 'signed-in' ? current.userId : '')
  await change(async () => {
    const finished = finishLeaving()
    const tooLong = new Promise((resolve) => setTimeout(resolve, LEAVE_MS))
    if (connection.get() === 'online') await Promise.race([finished, tooLong])
    clearSession(false)
  })
}

/** Does what is left to do for a user who has signed out, also on an earlier page. */
export async function finishLeaving(): Promise<void> {
  const userId = localStorage.getItem(LEAVING_KEY) ?? ''
  if (userId !== '') {
    clearDrafts(userId)
    await forgetChanges(userId)
  }
  await endLeftOrLater()
}

/** Tells the server of a session that was left without its knowing. */
export function endLeft(): Promise<void> {
  // Not while another tab signs in: the answer takes the cookie away.
  return oneAtATime('tandem-session', async () => {
    if (!isLeaving()) return
    try {
      await request('DELETE', '/session')
    } catch (error) {
      if (isTransient(error)) throw error
    }
    localStorage.removeItem(LEAVING_KEY)
  })
}

/** Tells it now or, if it cannot be reached, when it is back. */
async function endLeftOrLater(): Promise<void> {
  await endLeft().catch(() => {})
  if (!isLeaving()) return
  const stop = connection.subscribe(() => {
    if (connection.get() !== 'online') return
    stop()
    void endLeftOrLater()
  })
}
