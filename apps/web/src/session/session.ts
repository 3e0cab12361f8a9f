import { fetchNoting } from '../api/connection.ts'
import { createObservable, useObservable } from '../observable.ts'

/**
 * Who is signed in here. The access token lives in this module and nowhere else; the refresh token lives in a cookie that
 * no script can read (`/session`).
 */
export type Session =
  | { status: 'starting' }
  /** The server cannot be asked whether the session goes on. */
  | { status: 'away' }
  | { status: 'signed-out'; ended?: boolean }
  | { status: 'signed-in'; userId: string }

interface Token {
  text: string
  /** Milliseconds since 1970 from which on another is asked for: before it expires. */
  renewAt: number
}

export interface Problem {
  status: number
  error: string
  message: string
  issues?: { path: (string | number)[]; message: string }[] | undefined
  /** Seconds to wait, where the server says so. */
  retryAfter?: number | undefined
}

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Whether there is a session to go on with: without it, a first visit would begin with a refusal. No secret. */
const HINT = 'tandem.session'
/** How long before its end a token is renewed, in milliseconds. */
const EARLY = 30_000

const session = createObservable<Session>({ status: 'starting' })
let token: Token | undefined
let renewing: Promise<string> | undefined

/** Goes on with the session of the cookie, where there is one. */
export async function resume(): Promise<void> {
  if (localStorage.getItem(HINT) === null) return session.set({ status: 'signed-out' })
  try {
    await renew()
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 401) session.set({ status: 'away' })
  }
}

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  take(await ask('POST', '/session', credentials))
}

/** Ends the session, here and on the server. */
export async function signOut(): Promise<void> {
  await ask('DELETE', '/session')
  forget(false)
}

/** Forgets the session, which has ended by itself or with its account. */
export function forget(ended = true): void {
  localStorage.removeItem(HINT)
  token = undefined
  session.set({ status: 'signed-out', ended })
}

/** The token at hand was refused: it has been revoked, and the next call asks for another. */
export function distrust(): void {
  token = undefined
}

/** An access token that is good for a while. */
export async function accessToken(): Promise<string> {
  if (token && Date.now() < token.renewAt) return token.text
  return renew()
}

/** A new access token, whatever the one at hand: it may have been revoked. Asked for once by all who ask at the same time. */
export function renew(): Promise<string> {
  renewing ??= exchange().finally(() => {
    renewing = undefined
  })
  return renewing
}

async function exchange(): Promise<string> {
  try {
    return take(await ask('POST', '/session/refresh'))
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) forget()
    throw error
  }
}

interface Answer {
  access_token: string
  expires_in: number
}

function take({ access_token: text, expires_in: seconds }: Answer): string {
  token = { text, renewAt: Date.now() + Math.max(seconds * 1000 - EARLY, seconds * 500) }
  localStorage.setItem(HINT, '1')
  const userId = subject(text)
  const now = session.get()
  if (now.status !== 'signed-in' || now.userId !== userId) session.set({ status: 'signed-in', userId })
  return text
}

/** Whose a token is. It is the server that verifies it; here it only tells one account's data from another's. */
function subject(text: string): string {
  const [, payload = ''] = text.split('.')
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetchNoting(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (answer.status === 204) return { access_token: '', expires_in: 0 }
  if (answer.ok) return answer.json()
  const problem: Partial<Problem> = await answer.json().catch(() => ({}))
  const retryAfter = Number(answer.headers.get('retry-after')) || undefined
  throw new Refused({
    error: 'INTERNAL_SERVER_ERROR',
    message: answer.statusText,
    ...problem,
    status: answer.status,
    retryAfter,
  })
}

export function useSession(): Session {
  return useObservable(session)
}
