import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDb } from '@tandem/db'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rest, serve, testApp } from '../testing/app.ts'

describe('health', () => {
  test('alive and ready', async () => {
    const { app } = await testApp()
    expect(await rest(app, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await rest(app, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
  })

  test('with no database it is alive, not ready, and every call is 503', async () => {
    const { database } = await testApp()
    const gone = await createDb('postgresql://nobody:hunter2@127.0.0.1:1/none', { migrate: false })
    const server = await serve({
      ...database,
      client: gone.client,
      ping: gone.ping,
      listen: async () => async () => {},
    })
    onTestFinished(async () => {
      await server.app.close()
      await gone.close()
    })
    expect((await rest(server.app, 'GET', '/health')).status).toBe(200)
    expect(await rest(server.app, 'GET', '/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'unavailable' },
    })

    const token = server.services.accessTokens.sign({ id: uuidv7(), role: 'user', sessionId: uuidv7() })
    const answer = await rest(server.app, 'GET', '/api/v1/users/me', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' } })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.text).not.toContain('127.0.0.1')

    const trpc = await fetch(`${server.url}/trpc/user.me`, { headers: { authorization: `Bearer ${token}` } })
    expect(trpc.status).toBe(503)
    expect(await trpc.json()).toMatchObject({ error: { data: { error: 'SERVICE_UNAVAILABLE' } } })
  })
})

test('a failure inside says nothing but the request id, and its cause is logged', async () => {
  const lines: string[] = []
  const { database } = await testApp()
  const run = async () => {
    throw new Error('the cause, for the log alone')
  }
  const broken = { ...database, run }
  const server = await serve(broken, { LOG_LEVEL: 'info' }, { write: (line) => lines.push(line) })
  onTestFinished(() => server.app.close())
  const { rest: call, tasks } = await server.signIn()
  const answer = await call('GET', tasks)
  expect(answer.status).toBe(500)
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    error: 'INTERNAL_SERVER_ERROR',
    message: 'Internal server error',
    requestId: answer.headers['x-request-id'],
  })
  expect(lines.join('')).toContain('the cause, for the log alone')
  expect(lines.join('')).toContain(answer.body.requestId)
})

describe('request ids', () => {
  test('every answer has one; a well-formed one of the caller is kept, any other is replaced', async () => {
    const { app } = await testApp()
    for (const path of ['/', '/nothing', '/health', '/api/v1/users/me', '/openapi.json', '/trpc/user.me']) {
      expect((await rest(app, 'GET', path)).headers['x-request-id'], path).toMatch(/^[\w-]{36}$/)
    }
    const sent = async (id: string) =>
      (await rest(app, 'GET', '/health', { headers: { 'x-request-id': id } })).headers['x-request-id']
    expect(await sent('my-trace.7')).toBe('my-trace.7')
    for (const id of ['a b', '{"level":60}', 'x'.repeat(65), 'é']) expect(await sent(id)).not.toBe(id)
  })
})

test('no secret is ever in the log', async () => {
  const lines: string[] = []
  const { database } = await testApp()
  const server = await serve(database, { LOG_LEVEL: 'trace' }, { write: (line) => lines.push(line) })
  onTestFinished(() => server.app.close())
  const email = `${uuidv7()}@example.com`
  const password = 'correct horse battery'
  await rest(server.app, 'POST', '/api/v1/auth/register', { json: { email, name: 'Bo', password } })
  const signIn = { grant_type: 'password', username: email, password }
  const { body: tokens } = await rest(server.app, 'POST', '/api/v1/auth/token', { json: signIn })
  await rest(server.app, 'POST', '/api/v1/auth/token', {
    json: { grant_type: 'refresh_token', refresh_token: tokens.refresh_token },
  })
  await rest(server.app, 'GET', `/api/v1/users/me?access_token=${tokens.access_token}`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  await rest(server.app, 'POST', '/api/v1/auth/token', {
    body: `{"password": "${password}"`,
    headers: { 'content-type': 'application/json' },
  })
  const log = lines.join('')
  expect(log).toContain('/api/v1/auth/token')
  for (const secret of [password, tokens.access_token, tokens.refresh_token, email])
    expect(log).not.toContain(secret)
})

test('metrics count answers by route, not by path', async () => {
  const server = await testApp()
  const ada = await server.signIn()
  const id = uuidv7()
  await ada.rest('GET', `${ada.tasks}/${id}`)
  const { text, headers } = await rest(server.app, 'GET', '/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain/)
  expect(text).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/:userId\/tasks\/:id",status="404"\} 1/,
  )
  expect(text).toContain('process_cpu_user_seconds_total')
  expect(text).not.toContain(id)
})

describe('security', () => {
  test('headers on every answer', async () => {
    const { app } = await testApp()
    for (const path of ['/', '/nothing', '/api/v1/users/me', '/trpc/user.me']) {
      const { headers } = await rest(app, 'GET', path)
      expect(headers['content-security-policy']).toContain("default-src 'self'")
      expect(headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  test('no origin is let in by default; a configured one is, and no other', async () => {
    const { app, database } = await testApp()
    const origin = 'https://app.example.com'
    expect(
      (await rest(app, 'GET', '/health', { headers: { origin } })).headers['access-control-allow-origin'],
    ).toBeUndefined()

    const server = await serve(database, { CORS_ORIGINS: `${origin}, http://localhost:5173` })
    onTestFinished(() => server.app.close())
    const allowed = async (from: string) =>
      (await rest(server.app, 'GET', '/health', { headers: { origin: from } })).headers[
        'access-control-allow-origin'
      ]
    expect(await allowed(origin)).toBe(origin)
    expect(await allowed('https://evil.example.com')).toBeUndefined()
    expect(await allowed('null')).toBeUndefined()
    const { headers } = await rest(server.app, 'GET', '/api/v1/users/me', { headers: { origin } })
    expect(String(headers.vary).toLowerCase().split(', ').sort()).toEqual(['authorization', 'origin'])

    const preflight = await rest(server.app, 'OPTIONS', '/api/v1/users/me', {
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization, if-match',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers['access-control-allow-methods']).toContain('PATCH')
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined()
  })

  test.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a URL that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ])('%s is refused as a problem', async (_, bytes, status) => {
    const { url } = await testApp()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end(bytes)
    let answer = ''
    for await (const chunk of socket) answer += chunk
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain('application/problem+json')
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, error: 'BAD_REQUEST' })
  })
})

test('a body dribbled in is given up', { timeout: 30_000 }, async () => {
  const { database } = await testApp()
  const server = await serve(database)
  onTestFinished(() => server.app.close())
  const http = server.app.server
  expect([http.requestTimeout, http.headersTimeout]).toEqual([30_000, 15_000])
  // The same in a time that a test can wait for.
  Object.assign(http, { requestTimeout: 500, headersTimeout: 250 })
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(
    'POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  )
  const dribble = setInterval(() => socket.write('{'), 100)
  let answer = ''
  socket.on('error', () => {})
  for await (const chunk of socket) answer += chunk
  clearInterval(dribble)
  expect(answer).toMatch(/^HTTP\/1.1 408 /)
})

test('nothing a caller sends can write a line of its own into the log', async () => {
  const lines: string[] = []
  const { database } = await testApp()
  const server = await serve(database, { LOG_LEVEL: 'info' }, { write: (line) => lines.push(line) })
  onTestFinished(() => server.app.close())
  const forged = encodeURIComponent('\n{"level":60,"msg":"forged"}\n')
  await rest(server.app, 'GET', `/${forged}?${forged}`, {
    headers: { 'x-request-id': forged, 'user-agent': forged },
  })
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines.join('').trim().split('\n')) expect(JSON.parse(line).msg).not.toBe('forged')
})

test('closing finishes what is in flight, and takes nothing new', async () => {
  const { database } = await testApp()
  const server = await serve(database)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const client = Object.create(database.client, {
    user: {
      value: {
        findUnique: async () => {
          await held
          return null
        },
      },
    },
  })
  Object.assign(server.services, { db: client })
  const token = server.services.accessTokens.sign({ id: uuidv7(), role: 'user', sessionId: uuidv7() })
  const inFlight = fetch(`${server.url}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })
  await sleep(50)
  const closed = server.app.close()
  await sleep(50)
  await expect(fetch(`${server.url}/health`)).rejects.toThrow()
  release()
  expect((await inFlight).status).toBe(401)
  await closed
})
