import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { rest, serve, type TestApp, testApp } from '../../testing/app.ts'

const PASSWORD = 'correct horse battery'
/** What Fastify's `inject` is asked at. */
const OWN_HOST = 'localhost:80'

let shared: TestApp
beforeAll(async () => {
  shared = await testApp()
})

type Headers = Record<string, string | undefined>

const given = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])))

/** A browser, as far as one is needed here: it keeps the one cookie. */
function browser({ app }: Pick<TestApp, 'app'>, headers: Headers = {}) {
  let cookie: string | undefined
  const send = async (
    method: 'POST' | 'DELETE',
    path = '',
    options: { json?: unknown; headers?: Headers } = {},
  ) => {
    const answer = await rest(app, method, `/session${path}`, {
      ...options,
      headers: given({
        'sec-fetch-site': 'same-origin',
        origin: `http://${OWN_HOST}`,
        cookie,
        ...headers,
        ...options.headers,
      }),
    })
    const setCookie = [answer.headers['set-cookie'] ?? []].flat()
    const [pair] = setCookie[0]?.split(';') ?? []
    if (pair !== undefined) cookie = pair.endsWith('=') ? undefined : pair
    return { ...answer, setCookie, cookie }
  }
  return {
    send,
    signIn: (email: string, password = PASSWORD) => send('POST', '', { json: { email, password } }),
    refresh: (cookieToSend?: string) =>
      send('POST', '/refresh', cookieToSend === undefined ? {} : { headers: { cookie: cookieToSend } }),
    signOut: () => send('DELETE'),
  }
}

async function account({ app }: Pick<TestApp, 'app'> = shared) {
  const email = `${uuidv7()}@example.com`
  const json = { email, name: 'Ada', password: PASSWORD }
  const { body } = await rest(app, 'POST', '/api/v1/auth/register', { json })
  return { email, id: String(body.id) }
}

async function signedIn(server = shared, headers: Headers = {}) {
  const { email, id } = await account(server)
  const page = browser(server, headers)
  const first = await page.signIn(email)
  expect(first.status).toBe(200)
  return { ...page, email, id, first }
}

const whoAmI = async (accessToken: string, { app } = shared) =>
  (await rest(app, 'GET', '/api/v1/users/me', { headers: { authorization: `Bearer ${accessToken}` } })).status

async function server(variables: Record<string, string>, write?: (line: string) => void) {
  const made = await serve(shared.database, variables, write && { write })
  onTestFinished(() => made.app.close())
  return made
}

describe('signing in', () => {
  test('gives the page an access token, and the browser a cookie that no script and no other path sees', async () => {
    const { first } = await signedIn()
    expect(first.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 })
    expect(await whoAmI(first.body.access_token)).toBe(200)
    expect(first.headers['cache-control']).toBe('no-store')
    expect(first.setCookie).toHaveLength(1)
    const [pair, ...attributes] = first.setCookie[0]?.split('; ') ?? []
    expect(pair).toMatch(/^tandem_session=[\w-]{43}$/)
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      expect.stringMatching(/^Max-Age=(2592000|2591999|2591998)$/),
      'Path=/session',
      'SameSite=Strict',
    ])
  })

  test('over TLS the cookie is for TLS alone; only a trusted proxy can say that it is', async () => {
    const tls = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'app.example.com',
      origin: 'https://app.example.com',
    }
    const trusting = await server({ TRUST_PROXY: 'loopback' })
    const { first, refresh } = await signedIn(trusting, tls)
    expect(first.setCookie[0]).toMatch(/^__Secure-tandem_session=.*; Secure/)
    expect(await refresh()).toMatchObject({
      status: 200,
      setCookie: [expect.stringMatching(/^__Secure-tandem_session=[\w-]{43};.*; Secure/)],
    })
    // What somebody in between has set without TLS is none.
    expect((await refresh(first.setCookie[0]?.replace('__Secure-', ''))).status).toBe(401)

    const { first: plain } = await signedIn(shared, { 'x-forwarded-proto': 'https' })
    expect(plain.setCookie[0]).toMatch(/^tandem_session=/)
    expect(plain.setCookie[0]).not.toContain('Secure')
  })

  test('a wrong password and an unknown account are told alike, and set no cookie', async () => {
    const { email } = await account()
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
  ])('%j is refused, and what is wrong with it is named', async (json, path) => {
    const answer = await browser(shared).send('POST', '', { json })
    expect(answer).toMatchObject({
      status: 422,
      body: { error: 'VALIDATION_ERROR', issues: [{ path }] },
      setCookie: [],
    })
  })

  test('what is not JSON is not read, and a query is refused by name', async () => {
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

  test('counts as an attempt, and as a call', async () => {
    const few = await server({ RATE_LIMIT_AUTH_MAX: '2' })
    const page = browser(few)
    expect((await page.signIn('nobody@example.com')).status).toBe(401)
    expect((await page.signIn('nobody@example.com')).status).toBe(401)
    const refused = await page.signIn('nobody@example.com')
    expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)

    const fewer = browser(await server({ RATE_LIMIT_MAX: '1' }))
    expect((await fewer.refresh()).status).toBe(401)
    for (const attempt of [fewer.refresh(), fewer.signOut(), fewer.send('POST', '', { json: {} })]) {
      const { status, headers, setCookie } = await attempt
      expect(status).toBe(429)
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      // One call too many is no reason to be signed out.
      expect(setCookie).toEqual([])
    }
  })
})

describe('refreshing', () => {
  test('gives another access token and another cookie, which lasts no longer than the session', async () => {
    const { first, refresh, id } = await signedIn()
    const end = new Date(Date.now() + 1_000_000)
    await shared.database.client.session.updateMany({ where: { userId: id }, data: { expiresAt: end } })
    const second = await refresh()
    expect(second.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 })
    expect(second.body.access_token).not.toBe(first.body.access_token)
    expect(second.cookie).not.toBe(first.cookie)
    expect(second.setCookie[0]).toMatch(/Max-Age=(1000|999|998);/)
    expect(second.headers['cache-control']).toBe('no-store')
    expect(await whoAmI(second.body.access_token)).toBe(200)
    expect((await refresh()).status).toBe(200)
  })

  test('two tabs at once, with one cookie, get the same successor', async () => {
    const { first, refresh } = await signedIn()
    const tabs = await Promise.all(Array.from({ length: 4 }, () => refresh(first.cookie)))
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(tabs.map(({ cookie }) => cookie)).size).toBe(1)
    expect((await refresh()).status).toBe(200)
  })

  test('a cookie of long ago ends the session, as a stolen one would', async () => {
    const { first, refresh, id } = await signedIn()
    const second = await refresh()
    await refresh()
    expect(await refresh(first.cookie)).toMatchObject({ status: 401 })
    expect((await refresh(second.cookie)).status).toBe(401)
    expect(await shared.database.client.session.count({ where: { userId: id, revokedAt: null } })).toBe(0)
  })

  test.each([
    ['none', ''],
    ['another', 'theme=dark'],
    ['an empty one', 'tandem_session='],
    ['a made-up one', `tandem_session=${'x'.repeat(43)}`],
    ['a long one', `tandem_session=${'x'.repeat(4000)}`],
    ['one that cannot be decoded', 'tandem_session=%E0%A4%A'],
  ])('with %s as a cookie is refused, and takes the cookie away', async (_, cookie) => {
    const answer = await browser(shared).refresh(cookie)
    expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED', status: 401 } })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.setCookie[0]).toMatch(/^tandem_session=; .*Path=\/session.*Expires=Thu, 01 Jan 1970/)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
  })

  test('ends with the account being deactivated', async () => {
    const { refresh, id } = await signedIn()
    await shared.database.client.user.update({ where: { id }, data: { isActive: false } })
    expect(await refresh()).toMatchObject({ status: 401 })
  })

  test('a database that is away takes no cookie away', async () => {
    const other = await server({})
    const { refresh } = await signedIn(other)
    const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
    const client = Object.create(shared.database.client, {
      $transaction: { value: () => Promise.reject(away) },
    })
    Object.assign(other.services, { db: client })
    const answer = await refresh()
    expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' }, setCookie: [] })
  })
})

describe('signing out', () => {
  test('ends the session, its access tokens too, and takes the cookie away', async () => {
    const { first, refresh, signOut } = await signedIn()
    const elsewhere = browser(shared)
    await elsewhere.signIn('nobody@example.com')
    const answer = await signOut()
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.setCookie[0]).toMatch(/^tandem_session=; .*Path=\/session.*Expires=Thu, 01 Jan 1970/)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await whoAmI(first.body.access_token)).toBe(401)
    expect((await refresh(first.cookie)).status).toBe(401)
  })

  test('is for that session alone', async () => {
    const { email, signOut } = await signedIn()
    const there = browser(shared)
    const { body } = await there.signIn(email)
    await signOut()
    expect(await whoAmI(body.access_token)).toBe(200)
    expect((await there.refresh()).status).toBe(200)
  })

  test('works with a cookie that was spent meanwhile, by another tab', async () => {
    const { first, refresh, send } = await signedIn()
    const second = await refresh()
    expect(await send('DELETE', '', { headers: { cookie: String(first.cookie) } })).toMatchObject({
      status: 204,
    })
    expect(await whoAmI(second.body.access_token)).toBe(401)
  })

  test('is the same where nobody is signed in', async () => {
    for (const cookie of ['', `tandem_session=${'x'.repeat(43)}`])
      expect(await browser(shared).send('DELETE', '', { headers: { cookie } })).toMatchObject({ status: 204 })
  })
})

describe('another site', () => {
  const FOREIGN: [string, Headers][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the site', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', { 'sec-fetch-site': 'none' }],
    ['what the browser cannot tell', { 'sec-fetch-site': 'same-origin, cross-site' }],
    ['another origin', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
    ['another port', { 'sec-fetch-site': undefined, origin: 'http://localhost:8080' }],
    ['a name that begins alike', { 'sec-fetch-site': undefined, origin: 'http://localhost.evil.example' }],
    ['a page without an origin', { 'sec-fetch-site': undefined, origin: 'null' }],
    ['what is no origin', { 'sec-fetch-site': undefined, origin: 'localhost:80' }],
    ['a page of another kind', { 'sec-fetch-site': undefined, origin: `ftp://${OWN_HOST}` }],
  ]

  test.each(FOREIGN)('a request from %s is refused, and changes nothing', async (_, headers) => {
    const { email, first, send, refresh } = await signedIn()
    const cookie = String(first.cookie)
    for (const attempt of [
      send('POST', '', { json: { email, password: PASSWORD }, headers }),
      send('POST', '/refresh', { headers }),
      send('DELETE', '', { headers }),
    ]) {
      const answer = await attempt
      expect(answer).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' }, setCookie: [] })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    expect(await whoAmI(first.body.access_token)).toBe(200)
    expect((await refresh(cookie)).status).toBe(200)
  })

  test.each([
    ['whose browser tells nothing but the origin', { origin: `http://${OWN_HOST}` }],
    ['with the port that goes without saying', { origin: 'http://localhost' }],
    ['behind a proxy that ends TLS and does not say so', { origin: 'https://localhost', host: 'localhost' }],
    [
      'behind a proxy that asks in its own name',
      { origin: 'https://app.example.com', 'sec-fetch-site': 'same-origin' },
    ],
  ])('its own page is let in %s', async (_, headers) => {
    const answer = await rest(shared.app, 'DELETE', '/session', { headers: given(headers) })
    expect(answer.status).toBe(204)
  })

  test('what is no browser is let in, having no cookies to be misused', async () => {
    const { email } = await account()
    const json = { email, password: PASSWORD }
    expect(await rest(shared.app, 'POST', '/session', { json })).toMatchObject({ status: 200 })
  })

  test('an origin that may call the APIs may not come here', async () => {
    const origin = 'https://app.example.com'
    const open = await server({ CORS_ORIGINS: origin })
    expect((await rest(open.app, 'GET', '/health', { headers: { origin } })).headers).toMatchObject({
      'access-control-allow-origin': origin,
    })
    for (const path of ['/session', '/session/refresh']) {
      const preflight = await rest(open.app, 'OPTIONS', path, {
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
      expect(preflight.status).toBe(403)
      const direct = await rest(open.app, 'POST', path, { headers: { origin } })
      expect(direct.status).toBe(403)
      for (const { headers } of [preflight, direct])
        expect(Object.keys(headers).join()).not.toContain('access-control-')
    }
  })
})

test('no other method is taken, and what is asked for is said', async () => {
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

test('the cookie counts nowhere else: the APIs want a token', async () => {
  const { first } = await signedIn()
  const headers = { cookie: String(first.cookie) }
  expect((await rest(shared.app, 'GET', '/api/v1/users/me', { headers })).status).toBe(401)
  expect((await rest(shared.app, 'GET', '/trpc/user.me', { headers })).status).toBe(401)
})

test('no cookie and no token is in the log', async () => {
  const lines: string[] = []
  const watched = await server({ LOG_LEVEL: 'trace' }, (line) => lines.push(line))
  const { email, first, refresh, signOut } = await signedIn(watched)
  const second = await refresh()
  await signOut()
  const log = lines.join('')
  expect(log).toContain('/session/refresh')
  const value = (cookie: string | undefined) => String(cookie?.split('=')[1])
  for (const secret of [PASSWORD, email, value(first.cookie), value(second.cookie), first.body.access_token])
    expect(log).not.toContain(secret)
})
