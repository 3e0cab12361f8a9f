import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDb, testEngine } from '@tandem/db/testing'
import { simpleParser } from 'mailparser'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, test } from 'vitest'
import { killAll, launchServer } from '../../testing/process.ts'

/** The embedded database belongs to one process, so these tests need a PostgreSQL server. */
const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-two-'))

afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const redisAnswers = await new Promise<boolean>((resolve) => {
  const socket = connect(6379, '127.0.0.1', () => {
    socket.destroy()
    resolve(true)
  }).on('error', () => resolve(false))
})

function client() {
  if (!shared) throw new Error('no server')
  return shared.client
}

async function twoServers(variables: Record<string, string> = {}) {
  const settings = {
    DATABASE_URL: shared?.url ?? '',
    DATA_DIR: dataDir,
    RATE_LIMIT_MAX: '0',
    RATE_LIMIT_AUTH_MAX: '0',
    ...variables,
  }
  const servers = [launchServer(settings), launchServer(settings)]
  const [one = '', two = ''] = await Promise.all(servers.map(({ url }) => url))
  const stop = async () => {
    for (const { child } of servers) child.kill('SIGTERM')
    return Promise.all(servers.map(({ end }) => end))
  }
  return { one, two, stop }
}

async function account(url: string) {
  const credentials = { email: `${uuidv7()}@example.com`, password: 'correct horse battery' }
  const send = (path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await send('/auth/register', { ...credentials, name: 'Ada' })
  const signIn = async () => {
    const answer = await send('/auth/token', {
      grant_type: 'password',
      username: credentials.email,
      password: credentials.password,
    })
    return JSON.parse(await answer.text()).access_token as string
  }
  return { ...credentials, signIn }
}

/** The token of the link to reset a password, from the outbox that both servers have. */
async function resetTokenOf(email: string): Promise<string | undefined> {
  const outbox = path.join(dataDir, 'outbox')
  const names = await readdir(outbox).catch(() => [])
  const mails = names.filter((name) => name.endsWith('.eml')).map((name) => readFile(path.join(outbox, name)))
  for (const mail of await Promise.all(mails)) {
    const { to, text } = await simpleParser(mail)
    const token = /reset-password#token=([\w-]+)/.exec(text ?? '')?.[1]
    if (token && [to].flat()[0]?.text === email) return token
  }
  return undefined
}

const call = (url: string, token: string, path = '/users/me', init: RequestInit = {}) =>
  fetch(`${url}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })

describe.runIf(shared)('two processes on one database', () => {
  test('a session ended through one process is refused by the other within a second', async () => {
    const { one, two, stop } = await twoServers()
    const ada = await account(one)
    const ends: [string, (token: string) => Promise<unknown>][] = [
      ['logging out', (token) => call(one, token, '/auth/logout', { method: 'POST' })],
      ['revoking all', (token) => call(one, token, '/auth/sessions', { method: 'DELETE' })],
      [
        'a changed password',
        (token) =>
          call(one, token, '/users/me/password', {
            method: 'PUT',
            body: JSON.stringify({ currentPassword: ada.password, newPassword: 'correct horse battery' }),
          }),
      ],
      [
        'a forgotten password',
        async () => {
          const post = (path: string, body: object) =>
            call(one, '', path, { method: 'POST', body: JSON.stringify(body) })
          await post('/auth/password/forgot', { email: ada.email })
          await expect.poll(() => resetTokenOf(ada.email)).toBeDefined()
          const reset = { token: await resetTokenOf(ada.email), password: ada.password }
          expect((await post('/auth/password/reset', reset)).status).toBe(204)
        },
      ],
      [
        'deactivation',
        async () => {
          const root = await account(one)
          await client().user.update({ where: { email: root.email }, data: { role: 'admin' } })
          const token = await root.signIn()
          const { id } = await client().user.findUniqueOrThrow({ where: { email: ada.email } })
          for (const isActive of [false, true]) {
            await call(one, token, `/users/${id}`, { method: 'PATCH', body: JSON.stringify({ isActive }) })
          }
        },
      ],
      ['deletion', (token) => call(one, token, '/users/me', { method: 'DELETE' })],
    ]
    const times: number[] = []
    for (const [name, end] of ends) {
      const token = await ada.signIn()
      expect((await call(two, token)).status, name).toBe(200)
      await end(token)
      const endedAt = performance.now()
      await expect
        .poll(async () => (await call(two, token)).status, { interval: 20, message: name })
        .toBe(401)
      times.push(performance.now() - endedAt)
      const answer = await call(two, token)
      expect(await answer.text(), name).toContain('revoked')
    }
    // A busy machine may be slower for once.
    expect(Math.min(...times)).toBeLessThan(1_000)
    for (const { code } of await stop()) expect(code).toBe(0)
  })

  test('a process that lost its connections listens again and misses no revocation', async () => {
    const { one, two, stop } = await twoServers()
    const ada = await account(one)
    const token = await ada.signIn()
    expect((await call(two, token)).status).toBe(200)
    // Ends all connections of both servers, also those that listen.
    await client().$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`
    // A connection not yet known to be lost gives 503. If it had ended the session before, the next call gives 401.
    const logout = async () => (await call(one, token, '/auth/logout', { method: 'POST' })).status
    await expect.poll(logout, { interval: 20 }).toBeOneOf([204, 401])
    await expect.poll(async () => (await call(two, token)).status).toBe(401)
    await stop()
  })

  test.runIf(redisAnswers)('with Redis the processes share the rate limits', async () => {
    const { one, two, stop } = await twoServers({ REDIS_URL: 'redis://127.0.0.1:6379', RATE_LIMIT_MAX: '20' })
    const token = await (await account(one)).signIn()
    const statuses = []
    for (let i = 0; i < 24; i++) statuses.push((await call(i % 2 ? one : two, token)).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    expect(statuses.slice(20)).toEqual([429, 429, 429, 429])
    await stop()
  })
})
