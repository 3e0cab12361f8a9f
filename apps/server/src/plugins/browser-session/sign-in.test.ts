import { beforeAll, describe, expect, test } from 'vitest'
import { captureLog, serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { browser, signedInBrowser } from '../../testing/browser.ts'
import { bearer, PASSWORD, rest } from '../../testing/caller.ts'

let shared: TestApp
beforeAll(async () => {
  shared = await testApp()
})

const statusOfMe = async (accessToken: string) =>
  (await rest(shared.app, 'GET', '/api/v1/users/me', { headers: bearer({ token: accessToken }) })).status

describe('signing in', () => {
  test('gives the page an access token, and the browser a cookie for /session that no script can read', async () => {
    const { first } = await signedInBrowser(shared)
    expect(first.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 })
    expect(await statusOfMe(first.body.access_token)).toBe(200)
    expect(first.headers['cache-control']).toBe('no-store')
    expect(first.setCookie).toHaveLength(1)
    const [pair, ...attributes] = first.setCookie[0]?.split('; ') ?? []
    expect(pair).toMatch(/^tandem_session=[\w-]{43}$/)
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      expect.stringMatching(/^Max-Age=(2592000|25919\d\d)$/),
      'Path=/session',
      'SameSite=Strict',
    ])
  })

  test('over TLS the cookie is Secure; only a trusted proxy can say that it is TLS', async () => {
    const tls = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'app.example.com',
      origin: 'https://app.example.com',
    }
    const trusting = await serveDuringTest({ TRUST_PROXY: 'loopback' })
    const { first, refresh } = await signedInBrowser(trusting, tls)
    expect(first.setCookie[0]).toMatch(/^__Secure-tandem_session=.*; Secure/)
    expect(await refresh()).toMatchObject({
      status: 200,
      setCookie: [expect.stringMatching(/^__Secure-tandem_session=[\w-]{43};.*; Secure/)],
    })
    // A cookie that somebody in between set without TLS is ignored.
    expect((await refresh(first.setCookie[0]?.replace('__Secure-', ''))).status).toBe(401)

    const { first: plain } = await signedInBrowser(shared, { 'x-forwarded-proto': 'https' })
    expect(plain.setCookie[0]).toMatch(/^tandem_session=/)
    expect(plain.setCookie[0]).not.toContain('Secure')
  })

  test('a wrong password and an unknown account get the same response, without a cookie', async () => {
    const { email } = await shared.createUser()
    const page = browser(shared)
    const [wrong, unknown] = [await page.signIn(email, 'wrong'), await page.signIn('nobody@example.com')]
    for (const answer of [wrong, unknown]) {
      expect(answer).toMatchObject({ status: 401, setCookie: [] })
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.body).toEqual({
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        error: 'UNAUTHORIZED',
        message: 'The e-mail address or the password is wrong',
        requestId: answer.headers['x-request-id'],
      })
    }
  })

  test.each([
    [{ email: 'a@example.com' }, ['password']],
    [{ email: 5, password: 'x' }, ['email']],
    [{ email: 'a@example.com', password: 'x', remember: true }, ['remember']],
    [{ email: 'a@example.com', password: 'x'.repeat(1001) }, ['password']],
    [[], []],
  ])('%j is refused, naming the field', async (json, path) => {
    const answer = await browser(shared).send('POST', '', { json })
    expect(answer).toMatchObject({
      status: 422,
      body: { error: 'VALIDATION_ERROR', issues: [{ path }] },
      setCookie: [],
    })
  })

  test('only JSON is read; query parameters and a body of a refresh are refused by name', async () => {
    for (const [type, body] of [
      ['text/plain', '{"email":"a","password":"b"}'],
      ['application/x-www-form-urlencoded', 'email=a&password=b'],
    ] as const) {
      const answer = await rest(shared.app, 'POST', '/session', { body, headers: { 'content-type': type } })
      expect(answer).toMatchObject({ status: 415, body: { error: 'UNSUPPORTED_MEDIA_TYPE' } })
    }
    const answer = await browser(shared).send('POST', '/refresh?token=x')
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['token'] }] } })
    expect(await browser(shared).send('POST', '/refresh', { json: { token: 'x' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: ['token'] }] },
    })
  })

  test('counts as an attempt and as a call', async () => {
    const few = await serveDuringTest({ RATE_LIMIT_AUTH_MAX: '2' })
    const page = browser(few)
    expect((await page.signIn('nobody@example.com')).status).toBe(401)
    expect((await page.signIn('nobody@example.com')).status).toBe(401)
    const refused = await page.signIn('nobody@example.com')
    expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)

    const fewer = browser(await serveDuringTest({ RATE_LIMIT_MAX: '1' }))
    expect((await fewer.refresh()).status).toBe(401)
    for (const attempt of [fewer.refresh(), fewer.signOut(), fewer.send('POST', '', { json: {} })]) {
      const { status, headers, setCookie } = await attempt
      expect(status).toBe(429)
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      // The limit must not sign the user out.
      expect(setCookie).toEqual([])
    }
  })
})

test('other methods are 405, naming those that are allowed', async () => {
  for (const [path, allow] of [
    ['/session', 'POST, DELETE, OPTIONS'],
    ['/session/refresh', 'POST, OPTIONS'],
  ] as const) {
    const answer = await rest(shared.app, 'GET', path)
    expect(answer).toMatchObject({ status: 405, headers: { allow }, body: { error: 'METHOD_NOT_ALLOWED' } })
  }
  expect(await rest(shared.app, 'GET', '/session/other')).toMatchObject({
    status: 404,
    body: { error: 'NOT_FOUND' },
  })
})

test('the APIs do not accept the cookie', async () => {
  const { first } = await signedInBrowser(shared)
  const headers = { cookie: String(first.cookie) }
  expect((await rest(shared.app, 'GET', '/api/v1/users/me', { headers })).status).toBe(401)
  expect((await rest(shared.app, 'GET', '/trpc/user.me', { headers })).status).toBe(401)
})

test('the log holds no cookie, token, password or address', async () => {
  const { lines, logStream } = captureLog()
  const watched = await serveDuringTest({ LOG_LEVEL: 'trace' }, { logStream })
  const { email, first, refresh, signOut } = await signedInBrowser(watched)
  const second = await refresh()
  await signOut()
  const log = lines.join('')
  expect(log).toContain('/session/refresh')
  const value = (cookie: string | undefined) => String(cookie?.split('=')[1])
  for (const secret of [PASSWORD, email, value(first.cookie), value(second.cookie), first.body.access_token])
    expect(log).not.toContain(secret)
})
