import { retryImport } from '../ui/retry-import.ts'
import { clearSession, isLeaving, resumeSession, SESSION_KEY, session, USER_ID } from './session.ts'

const loadLeaving = retryImport(() => import('./leave.ts'))

/** Resumes the session, and follows other tabs, which sign in and out too. */
export function startSession(): void {
  addEventListener('storage', ({ key, newValue }) => {
    const current = session.get()
    if (key !== SESSION_KEY || current.status !== 'signed-in' || newValue === current.userId) return
    if (newValue === null) clearSession()
    else if (USER_ID.test(newValue)) location.reload()
  })
  if (isLeaving()) {
    localStorage.removeItem(SESSION_KEY)
    void loadLeaving().then(({ finishLeaving }) => finishLeaving())
  }
  void resumeSession()
}
