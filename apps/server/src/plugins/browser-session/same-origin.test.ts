import { beforeAll, describe, expect, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { defined, type Headers, INJECTED_HOST, signedInBrowser } from '../../testing/browser.ts'
import { bearer, PASSWORD, rest } from '../../testing/caller.ts'

let shared: TestApp
beforeAll(async () => {
  shared = await testApp()
})

const statusOfMe = async (accessToken: string) =>
  (await rest(shared.app, 'GET', '/api/v1/users/me', { headers: bearer({ token: accessToken }) })).status

describe('requests to /session', () => {
  const OTHER_SITES: [string, Headers][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the site', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a list of origins', { 'sec-fetch-site': 'same-origin, cross-site' }],
    ['another origin', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
    ['another port', { 'sec-fetch-site': undefined, origin: 'http://localhost:8080' }],
    ['a host with the same prefix', { 'sec-fetch-site': undefined, origin: 'http://localhost.evil.example' }],
    ['a page without an origin', { 'sec-fetch-site': undefined, origin: 'null' }],
    ['a malformed origin', { 'sec-fetch-site': undefined, origin: 'localhost:80' }],
    ['another scheme', { 'sec-fetch-site': undefined, origin: `ftp://${INJECTED_HOST}` }],
  ]

  test.each(OTHER_SITES)('from %s are refused and change nothing', async (_, headers) => {
    const { email, first, send, refresh } = await signedInBrowser(shared)
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
    expect(await statusOfMe(first.body.access_token)).toBe(200)
    expect((await refresh(cookie)).status).toBe(200)
  })

  test.each([
    ['of a browser that only sends Origin', { origin: `http://${INJECTED_HOST}` }],
    ['with the default port left out', { origin: 'http://localhost' }],
    ['behind a proxy that ends TLS without a header', { origin: 'https://localhost', host: 'localhost' }],
    [
      'behind a proxy with a host of its own',
      { origin: 'https://app.example.com', 'sec-fetch-site': 'same-origin' },
    ],
  ])('from a page of the server are accepted %s', async (_, headers) => {
    const answer = await rest(shared.app, 'DELETE', '/session', { headers: defined(headers) })
    expect(answer.status).toBe(204)
  })

  test('from other clients than browsers are accepted', async () => {
    const { email } = await shared.createUser()
    const json = { email, password: PASSWORD }
    expect(await rest(shared.app, 'POST', '/session', { json })).toMatchObject({ status: 200 })
  })

  test('from an origin in CORS_ORIGINS are refused', async () => {
    const origin = 'https://app.example.com'
    const open = await serveDuringTest({ CORS_ORIGINS: origin })
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
