import { beforeAll, describe, expect, test } from 'vitest'
import { captureLog, serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { type Caller, type Credentials, rest } from '../../testing/caller.ts'

let server: TestApp
let ada: Caller
let path: string
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
  path = (await ada.trpc.calendar.createFeed.mutate()).path
  await ada.trpc.task.create.mutate({ title: 'Buy milk', dueAt: inAnHour() })
})

const get = (url: string, headers: Credentials = {}, { app } = server) => rest(app, 'GET', url, { headers })

describe('a calendar at its secret address', () => {
  test('is sent without credentials, and caches must revalidate it', async () => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^W\/"/),
      'content-disposition': 'inline; filename="tandem.ics"',
    })
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(answer.text).toContain('SUMMARY:Buy milk\r\n')
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)))
    expect((await get(`${path}?cache=no`)).text).toBe(answer.text)
  })

  test('is 304 until a task changes', async () => {
    const { etag } = (await get(path)).headers
    const again = () => get(path, { 'if-none-match': String(etag) })
    const held = await again()
    expect(held).toMatchObject({ status: 304, text: '', headers: { etag } })
    expect(held.headers['cache-control']).toBe('private, no-cache')
    await ada.trpc.task.create.mutate({ title: 'Another', dueAt: inAnHour() })
    const changed = await again()
    expect(changed).toMatchObject({ status: 200, text: expect.stringContaining('SUMMARY:Another') })
    expect(changed.headers.etag).not.toBe(etag)
  })

  test('answers HEAD like GET, without a body', async () => {
    const whole = await get(path)
    const head = await rest(server.app, 'HEAD', path)
    expect(head).toMatchObject({ status: 200, text: '' })
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control'])
      expect(head.headers[name]).toBe(whole.headers[name])
  })

  test('is the same 404 if it never existed, was revoked, or its user is inactive', async () => {
    const bob = await server.signIn()
    const { path: revoked } = await bob.trpc.calendar.createFeed.mutate()
    const { etag } = (await get(revoked)).headers
    await bob.trpc.calendar.revokeFeed.mutate()
    const carl = await server.signIn()
    const { path: suspended } = await carl.trpc.calendar.createFeed.mutate()
    await server.database.client.user.update({ where: { id: carl.id }, data: { isActive: false } })

    const said = []
    for (const url of [
      revoked,
      suspended,
      `/calendar/${'x'.repeat(43)}.ics`,
      '/calendar/x',
      path.slice(0, -4),
    ]) {
      const { status, headers, body } = await get(url, { 'if-none-match': String(etag) })
      expect(headers.etag).toBeUndefined()
      expect(headers['content-type']).toMatch(/^application\/problem\+json/)
      said.push({ status, ...body, cache: headers['cache-control'], requestId: '' })
    }
    expect(said[0]).toMatchObject({ status: 404, error: 'NOT_FOUND', cache: 'private, no-cache' })
    for (const one of said) expect(one).toEqual(said[0])
  })

  test('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const)
      expect((await rest(server.app, method, path)).status).toBe(404)
  })

  test('has a limit by address and a limit of its own, apart from that of the user', async () => {
    const trusting = await serveDuringTest({ RATE_LIMIT_MAX: '3', TRUST_PROXY: 'loopback' })
    const from = (address: string, url = path) => get(url, { 'x-forwarded-for': address }, trusting)
    const guess = `/calendar/${'x'.repeat(43)}.ics`
    for (let i = 0; i < 3; i++) expect((await from('198.51.100.1', guess)).status).toBe(404)
    const refused = await from('198.51.100.1')
    expect(refused).toMatchObject({ status: 429, body: { error: 'RATE_LIMITED' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers['ratelimit-policy']).toBe('"calls";q=3;w=60')

    // All who know the address share its limit.
    for (let i = 2; i <= 4; i++) expect((await from(`198.51.100.${i}`)).status).toBe(200)
    expect((await from('198.51.100.5')).status).toBe(429)
    const headers = { authorization: `Bearer ${ada.token}` }
    expect((await get('/api/v1/users/me', headers, trusting)).status).toBe(200)
  })

  test('appears neither in the log nor in the metrics', async () => {
    const { lines, logStream } = captureLog()
    const watched = await serveDuringTest({ LOG_LEVEL: 'trace' }, { logStream })
    const token = path.slice('/calendar/'.length, -'.ics'.length)
    const written = [
      path,
      `${path}?x=1`,
      `/${path}`,
      `${path}/more`,
      path.replace('/c', '/C'),
      path.replace('calendar', '%63alendar'),
    ]
    for (const url of written) await get(url, {}, watched)
    await rest(watched.app, 'POST', path)
    const log = lines.join('')
    expect(lines.filter((line) => JSON.parse(line).path === '/calendar/:file')).toHaveLength(
      written.length + 1,
    )
    expect(log).not.toContain(token)
    const { text } = await get('/metrics', {}, watched)
    expect(text).toContain('route="/calendar/:file"')
    expect(text).not.toContain(token)
  })
})
