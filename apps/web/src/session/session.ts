import { BASE_PATH } from '../api/base-path.ts'
import { trackedFetch } from '../api/connection.ts'
import { type Problem, ProblemError, problemIn } from '../api/problem.ts'
import { queries } from '../api/queries.ts'
import { forgetCopies } from '../device/forget.ts'
import { createObservable, type Observable, useObservable } from '../observable.ts'

/**
 * The session of this page. The access token stays in this module. The refresh token is in an HTTP-only cookie that only
 * `/session` receives.
 */
export type Session =
  | { status: 'starting' }
  /** There was a session, this page does not know whose, and the server cannot be asked. */
  | { status: 'unreachable' }
  | SignedOut
  | { status: 'signed-in'; userId: string }

export interface SignedOut {
  status: 'signed-out'
  /** Why, if the user has not asked for it: the session has ended, or its password was reset. */
  reason?: 'ended' | 'reset' | undefined
}

interface Token {
  text: string
  /** When to get a new token, in ms since the epoch. Earlier than its expiry. */
  renewAt: number
}

/**
 * In local storage, the id of the user while there is a session: the app opens with it before the server has answered, and a
 * first visit does not start with a failed request.
 */
export const SESSION_KEY = 'tandem.session'
export const USER_ID = /^[\da-f-]{36}$/
/** In local storage, who has signed out, until the server knows. Until then the cookie could resume the session. */
export const LEAVING_KEY = 'tandem.leaving'
/** How long before its expiry a token is renewed, in ms. */
const RENEW_EARLY_MS = 30_000

export const session = createObservable<Session>({ status: 'starting' })
let token: Token | undefined
let renewing: Promise<string | undefined> | undefined
/** Signing in or out, while it runs. */
let changing: Promise<void> | undefined

/** Resumes the session of the cookie, if there is one. */
export async function resumeSession(): Promise<void> {
  const userId = localStorage.getItem(SESSION_KEY)
  void forgetCopies(userId ?? undefined)
  if (userId === null) return session.set({ status: 'signed-out' })
  // With what is on this device. The server decides as soon as it can be reached.
  if (USER_ID.test(userId)) session.set({ status: 'signed-in', userId })
  try {
    await renewToken()
  } catch {
    if (session.get().status !== 'signed-in') session.set({ status: 'unreachable' })
  }
}

/** Whether the user has signed out, although the server may not know yet. */
export const isLeaving = () => localStorage.getItem(LEAVING_KEY) !== null

/**
 * Signs out on this page only. `ended` says that the session expired or was revoked. What waits to be sent stays for the next
 * session of the user: it is nowhere else.
 */
export function clearSession(ended = true): void {
  localStorage.removeItem(SESSION_KEY)
  void forgetCopies()
  token = undefined
  session.set({ status: 'signed-out', reason: ended ? 'ended' : undefined })
}

/** Calls wait for the token that signing in or out leaves. */
export function change(work: () => Promise<void>): Promise<void> {
  const running = work().finally(() => {
    changing = undefined
  })
  changing = running
  return running
}

/** A valid access token, renewed if necessary or if the server has refused this one. Undefined without a session. */
export async function accessToken(refused?: string): Promise<string | undefined> {
  // The server may refuse the token of a session that has ended before the page knows of its end, or of the next one.
  await changing?.catch(() => {})
  if (session.get().status === 'signed-out') return undefined
  if (token && token.text !== refused && Date.now() < token.renewAt) return token.text
  return renewToken()
}

/** Gets a new access token. Concurrent calls share one request. */
export function renewToken(): Promise<string | undefined> {
  renewing ??= refresh().finally(() => {
    renewing = undefined
  })
  return renewing
}

async function refresh(): Promise<string | undefined> {
  try {
    return acceptToken(await request('POST', '/session/refresh'))
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error
    clearSession()
    return undefined
  }
}

interface TokenResponse {
  access_token: string
  expires_in: number
}

export function acceptToken({ access_token: text, expires_in: seconds }: TokenResponse): string {
  token = { text, renewAt: Date.now() + Math.max(seconds * 1000 - RENEW_EARLY_MS, seconds * 500) }
  const userId = userIdIn(text)
  localStorage.setItem(SESSION_KEY, userId)
  const current = session.get()
  if (current.status === 'signed-in' && current.userId === userId) return text
  // The cookie was another user's.
  if (current.status === 'signed-in') queries.clear()
  void forgetCopies(userId)
  session.set({ status: 'signed-in', userId })
  return text
}

/** The user id in a token. It is not verified: here it only separates the data of accounts. */
function userIdIn(text: string): string {
  const [, payload = ''] = text.split('.')
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
}

export async function request(method: string, path: string, body?: object): Promise<TokenResponse> {
  const response = await trackedFetch(BASE_PATH + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (response.status === 204) return { access_token: '', expires_in: 0 }
  if (response.ok) return response.json()
  const problem: Partial<Problem> = await response.json().catch(() => ({}))
  throw new ProblemError(problemIn(response, problem, response.headers.get('retry-after')))
}

/** The session, for what is not a component. */
export const currentSession: Observable<Session> = session

export function useSession(): Session {
  return useObservable(session)
}
