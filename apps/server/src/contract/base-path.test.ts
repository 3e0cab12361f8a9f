import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { serve, type TestApp, testApp } from '../testing/app.ts'
import { type Caller, PASSWORD, rest } from '../testing/caller.ts'
import { HTML, serveWebApp } from '../testing/web-root.ts'

const BASE = '/tandem'
const web = serveWebApp()

let server: TestApp
let ada: Caller

beforeAll(async () => {
  const { database } = await testApp()
  server = await serve(database, { APP_URL: `https://example.com${BASE}/` }, { webRoot: web.root() })
  ada = await server.signIn()
})
afterAll(() => server.app.close())

/** What a proxy passes on, where it takes the path off and where it does not. */
describe.each([
  ['takes its path off', ''],
  ['passes the whole path on', BASE],
])('behind a proxy that %s', (_name, prefix) => {
  test('Location and Link lead back through it', async () => {
    const made = await ada.rest('POST', prefix + ada.tasks, { json: { title: 'Buy milk' } })
    expect(made.headers.location).toBe(`${BASE}${ada.tasks}/${made.body.id}`)
    await ada.rest('POST', prefix + ada.tasks, { json: { title: 'Buy bread' } })
    const { headers } = await ada.rest('GET', `${prefix + ada.tasks}?limit=1`)
    expect(headers.link).toContain(`<${BASE}${ada.tasks}?limit=1`)
    for (const [, url = ''] of String(headers.link).matchAll(/<([^>]+)>/g)) {
      expect((await ada.rest('GET', url)).status, url).toBe(200)
    }
  })

  test('the cookie of a session is sent to its path alone', async () => {
    const signedIn = await rest(server.app, 'POST', `${prefix}/session`, {
      json: { email: ada.email, password: PASSWORD },
    })
    expect(signedIn.status).toBe(200)
    expect(String(signedIn.headers['set-cookie'])).toContain(`Path=${BASE}/session;`)
  })

  test('the page names its files and its path', async () => {
    for (const path of ['/', '/settings/calendar']) {
      const { status, text } = await rest(server.app, 'GET', prefix + path, { headers: HTML })
      expect(status).toBe(200)
      expect(text).toContain(`<html data-base-path="${BASE}" lang="en">`)
      expect(text).toContain(`src="${BASE}/assets/index-a1b2c3.js"`)
    }
    expect((await rest(server.app, 'GET', `${prefix}/assets/index-a1b2c3.js`)).status).toBe(200)
  })

  test('documents and the address of a calendar are absolute', async () => {
    const { body } = await rest(server.app, 'GET', `${prefix}/openapi.json`)
    expect(body.servers).toEqual([{ url: `https://example.com${BASE}` }])
    expect(body.components.securitySchemes.oauth2.flows.password.tokenUrl).toBe(`${BASE}/api/v1/auth/token`)
    const made = await ada.rest('POST', `${prefix}/api/v1/users/me/calendar`)
    expect(made.body.url).toMatch(/^https:\/\/example\.com\/tandem\/calendar\/[\w-]+\.ics$/)
    const { pathname } = new URL(made.body.url)
    expect((await rest(server.app, 'GET', pathname)).status).toBe(200)
  })

  test('a WebSocket opens', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${prefix}/trpc`)
    await once(socket, 'open')
    socket.terminate()
  })
})

test('a path that only begins like it is another one', async () => {
  for (const url of ['/tandems/health', '/tandem.health', '/other/tandem/health']) {
    expect((await rest(server.app, 'GET', url)).status, url).toBe(404)
  }
  for (const url of ['/tandem', '/tandem?x=1', '/tandem/']) {
    expect((await rest(server.app, 'GET', url, { headers: HTML })).status, url).toBe(200)
  }
})
