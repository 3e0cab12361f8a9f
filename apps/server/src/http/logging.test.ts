import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { captureLog, serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'

test('an internal error reveals nothing but the request id, and its cause is logged', async () => {
  const { lines, logStream } = captureLog()
  const run = async () => {
    throw new Error('the cause, for the log alone')
  }
  const server = await serveDuringTest({ LOG_LEVEL: 'info' }, { logStream })
  const { rest: call, tasks } = await server.signIn()
  // Only now: the server itself needs the database to start.
  Object.assign(server.services, { run })
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

test('every response has a request id: that of the caller if it is well-formed, or else a new one', async () => {
  const { app } = await testApp()
  for (const path of ['/', '/nothing', '/health', '/api/v1/users/me', '/openapi.json', '/trpc/user.me']) {
    expect((await rest(app, 'GET', path)).headers['x-request-id'], path).toMatch(/^[\w-]{36}$/)
  }
  const sent = async (id: string) =>
    (await rest(app, 'GET', '/health', { headers: { 'x-request-id': id } })).headers['x-request-id']
  expect(await sent('my-trace.7')).toBe('my-trace.7')
  for (const id of ['a b', '{"level":60}', 'x'.repeat(65), 'é']) expect(await sent(id)).not.toBe(id)
})

test('the log holds no secret', async () => {
  const { lines, logStream } = captureLog()
  const server = await serveDuringTest({ LOG_LEVEL: 'trace' }, { logStream })
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

test('a caller cannot forge a line of the log', async () => {
  const { lines, logStream } = captureLog()
  const server = await serveDuringTest({ LOG_LEVEL: 'info' }, { logStream })
  const forged = encodeURIComponent('\n{"level":60,"msg":"forged"}\n')
  await rest(server.app, 'GET', `/${forged}?${forged}`, {
    headers: { 'x-request-id': forged, 'user-agent': forged },
  })
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines.join('').trim().split('\n')) expect(JSON.parse(line).msg).not.toBe('forged')
})
