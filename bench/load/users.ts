import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface LoadUser {
  id: string
  accessToken: string
}

/** A request that has to succeed before or after the load. @throws with the status and the reason that the server gave */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) })
  if (response.ok) return response
  const text = (await response.text()).slice(0, 300)
  const hint =
    response.status === 429
      ? '\nThe server limits sign-ins by address: start it with RATE_LIMIT_AUTH_MAX=0, or give --tokens'
      : ''
  throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text}${hint}`)
}

const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` })

/**
 * Registers users and calls `use` with them, then deletes them, whatever became of it. Their addresses are at example.com,
 * which has no mailbox.
 */
export async function withUsers<T>(
  { url, users: count, seconds }: { url: string; users: number; seconds: number },
  signal: AbortSignal,
  use: (users: LoadUser[]) => Promise<T>,
): Promise<T> {
  const users: LoadUser[] = []
  try {
    // One after the other: each costs the server two hashes.
    while (users.length < count && !signal.aborted) users.push(await register(url, seconds))
    return await use(users)
  } finally {
    await deleteAll(url, users)
  }
}

async function register(url: string, seconds: number): Promise<LoadUser> {
  const email = `load-${randomUUID()}@example.com`
  const password = randomUUID()
  const made = await ask(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name: 'Load test' }),
  })
  const { id } = (await made.json()) as { id: string }
  const answer = await ask(`${url}/api/v1/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', username: email, password }),
  })
  const token = (await answer.json()) as { access_token: string; expires_in: number }
  const user = { id, accessToken: token.access_token }
  // Without a token that is still valid then, it could not be deleted.
  if (token.expires_in < seconds + 60) {
    await deleteAll(url, [user])
    throw new Error(`Access tokens of this server live for ${token.expires_in} s, which is too short`)
  }
  return user
}

async function deleteAll(url: string, users: readonly LoadUser[]): Promise<void> {
  const left: string[] = []
  for (const { id, accessToken } of users) {
    const init = { method: 'DELETE', headers: bearer(accessToken) }
    await ask(`${url}/api/v1/users/me`, init).catch(() => left.push(id))
  }
  if (left.length > 0) throw new Error(`These users could not be deleted: ${left.join(', ')}`)
}

/** The users of a file with access tokens, one a line. They stay. @throws if the server does not know one of them */
export async function usersOf(url: string, file: string, count: number): Promise<LoadUser[]> {
  const tokens = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (tokens.length < count) throw new Error(`${file} has ${tokens.length} tokens for ${count} users`)
  const users: LoadUser[] = []
  for (const accessToken of tokens.slice(0, count)) {
    const answer = await ask(`${url}/api/v1/users/me`, { headers: bearer(accessToken) })
    const { id } = (await answer.json()) as { id: string }
    users.push({ id, accessToken })
  }
  return users
}
