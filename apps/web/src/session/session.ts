import { BASE_PATH } from '../api/base-path.ts'
import { trackedFetch } from '../api/connection.ts'
import { type Problem, ProblemError, problemIn, problemOf } from '../api/problem.ts'
import { createObservable, type Observable, useObservable } from '../observable.ts'
import { clearDrafts } from '../sync/drafts.ts'

/**
 * The session of this page. The access token stays in this module. The refresh token is in an HTTP-only cookie that only
 * `/session` receives.
 */
export type Session =
  | { status: 'starting' }
  /** The session cannot be resumed because the server cannot be reached. */
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

/** Set in local storage while there is a session, so that a first visit does not start with a failed request. */
const SESSION_KEY = 'tandem.session'
/** How long before its expiry a token is renewed, in ms. */
const RENEW_EARLY_MS = 30_000

const session = createObservable<Session>({ status: 'starting' })
let token: Token | undefined
let renewing: Promise<string | undefined> | undefined
/** Signing in or out, while it runs. */
let changing: Promise<void> | undefined

/** Resumes the session of the cookie, if there is one. */
export async function resumeSession(): Promise<void> {
  if (localStorage.getItem(SESSION_KEY) === null) return session.set({ status: 'signed-out' })
  try {
    await renewToken()
  } catch {
    session.set({ status: 'unreachable' })
  }
}

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await change(async () => void acceptToken(await request('POST', '/session', credentials)))
}

/** Whether signing in was refused because the address has to be verified first. The password was right. */
export function isUnverified(error: unknown): boolean {
  return problemOf(error)?.status === 403
}

/** Ends the session on this page and on the server, and removes what was typed and not saved from the browser. */
export async function signOut(): Promise<void> {
  const current = session.get()
  await change(async () => {
    await request('DELETE', '/session')
    clearSession(false)
  })
  if (current.status === 'signed-in') clearDrafts(current.userId)
}

/** Signs out on this page only. `ended` says that the session expired or was revoked. */
export function clearSession(ended = true): void {
  localStorage.removeItem(SESSION_KEY)
  token = undefined
  session.set({ status: 'signed-out', reason: ended ? 'ended' : undefined })
}

/** After a password was reset. The session of this page has ended with all others, unless it is that of another account. */
export async function leaveAfterReset(): Promise<void> {
  // Without an answer, the session ends on the next call that gets one.
  if (session.get().status === 'signed-in') await renewToken().catch(() => undefined)
  if (session.get().status === 'signed-out') session.set({ status: 'signed-out', reason: 'reset' })
}

function change(work: () => Promise<void>): Promise<void> {
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
function renewToken(): Promise<string | undefined> {
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

function acceptToken({ access_token: text, expires_in: seconds }: TokenResponse): string {
  token = { text, renewAt: Date.now() + Math.max(seconds * 1000 - RENEW_EARLY_MS, seconds * 500) }
  localStorage.setItem(SESSION_KEY, '1')
  const userId = userIdIn(text)
  const current = session.get()
  if (current.status !== 'signed-in' || current.userId !== userId)
    session.set({ status: 'signed-in', userId })
  return text
}

/** The user id in a token. It is not verified: here it only separates the data of accounts. */
function userIdIn(text: string): string {
  const [, payload = ''] = text.split('.')
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
}

async function request(method: string, path: string, body?: object): Promise<TokenResponse> {
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
