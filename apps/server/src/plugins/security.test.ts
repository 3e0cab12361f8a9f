import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'

describe('security', () => {
  test('every response has security headers', async () => {
    const { app } = await testApp()
    for (const path of ['/', '/nothing', '/api/v1/users/me', '/trpc/user.me']) {
      const { headers } = await rest(app, 'GET', path)
      expect(headers['content-security-policy']).toContain("default-src 'self'")
      expect(headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  test('CORS is off by default, and on for configured origins alone', async () => {
    const { app } = await testApp()
    const origin = 'https://app.example.com'
    expect(
      (await rest(app, 'GET', '/health', { headers: { origin } })).headers['access-control-allow-origin'],
    ).toBeUndefined()

    const server = await serveDuringTest({ CORS_ORIGINS: `${origin}, http://localhost:5173` })
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
    // What tracing adds to every request of a page: W3C Trace Context and Baggage, and Sentry's own.
    const allowedHeaders = String(preflight.headers['access-control-allow-headers']).split(', ')
    expect(allowedHeaders).toEqual(
      expect.arrayContaining(['traceparent', 'tracestate', 'baggage', 'sentry-trace']),
    )
  })

  test.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a URL that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ])('%s is refused with problem details', async (_, bytes, status) => {
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

test('a body that is sent too slowly is 408', { timeout: 30_000 }, async () => {
  const server = await serveDuringTest()
  const http = server.app.server
  expect([http.requestTimeout, http.headersTimeout]).toEqual([30_000, 15_000])
  // The same, shortened for the test.
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
