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

  test('a body that is said to be compressed is 415 on every path, and not read as it is', async () => {
    const server = await testApp()
    const ada = await server.signIn()
    const send = (path: string, coding: string) =>
      ada.rest('POST', path, { json: { title: 'x' }, headers: { 'content-encoding': coding } })
    for (const coding of ['gzip', 'br', 'gzip, identity', 'x']) {
      for (const path of [ada.tasks, '/trpc/task.create', '/session', '/api/v1/auth/token']) {
        const { status, headers, body } = await send(path, coding)
        expect([path, status, headers['accept-encoding']]).toEqual([path, 415, 'identity'])
        expect(JSON.stringify(body)).toContain('UNSUPPORTED_MEDIA_TYPE')
      }
    }
    expect((await send(ada.tasks, 'identity')).status).toBe(201)
    const { status } = await ada.rest('GET', ada.tasks, { headers: { 'content-encoding': 'gzip' } })
    expect(status).toBe(200)
    expect((await ada.rest('GET', ada.tasks)).body.data).toHaveLength(1)
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
    expect(String(headers.vary).toLowerCase().split(', ').sort()).toEqual([
      'accept-encoding',
      'authorization',
      'origin',
      'x-api-key',
    ])

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
})
