import { beforeAll, describe, expect, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { browser, signedInBrowser } from '../../testing/browser.ts'
import { bearer, rest } from '../../testing/caller.ts'

let shared: TestApp
beforeAll(async () => {
  shared = await testApp()
})

const statusOfMe = async (accessToken: string) =>
  (await rest(shared.app, 'GET', '/api/v1/users/me', { headers: bearer({ token: accessToken }) })).status

describe('refreshing', () => {
  test('gives a new access token and a new cookie, which expires with the session', async () => {
    const { first, refresh, id } = await signedInBrowser(shared)
    const end = new Date(Date.now() + 1_000_000)
    await shared.database.client.session.updateMany({ where: { userId: id }, data: { expiresAt: end } })
    const second = await refresh()
    expect(second.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 })
    expect(second.body.access_token).not.toBe(first.body.access_token)
    expect(second.cookie).not.toBe(first.cookie)
    expect(second.setCookie[0]).toMatch(/Max-Age=(1000|9\d\d);/)
    expect(second.headers['cache-control']).toBe('no-store')
    expect(await statusOfMe(second.body.access_token)).toBe(200)
    expect((await refresh()).status).toBe(200)
  })

  test('concurrent refreshes with one cookie get the same successor', async () => {
    const { first, refresh } = await signedInBrowser(shared)
    const tabs = await Promise.all(Array.from({ length: 4 }, () => refresh(first.cookie)))
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(tabs.map(({ cookie }) => cookie)).size).toBe(1)
    expect((await refresh()).status).toBe(200)
  })

  test('a spent cookie, other than the last one, ends the session: it may be stolen', async () => {
    const { first, refresh, id } = await signedInBrowser(shared)
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
  ])('with %s as a cookie is 401 and clears the cookie', async (_, cookie) => {
    const answer = await browser(shared).refresh(cookie)
    expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED', status: 401 } })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.setCookie[0]).toMatch(/^tandem_session=; .*Path=\/session.*Expires=Thu, 01 Jan 1970/)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
  })

  test('is 401 once the account is deactivated', async () => {
    const { refresh, id } = await signedInBrowser(shared)
    await shared.database.client.user.update({ where: { id }, data: { isActive: false } })
    expect(await refresh()).toMatchObject({ status: 401 })
  })

  test('keeps the cookie if the database is lost', async () => {
    const other = await serveDuringTest({})
    const { refresh } = await signedInBrowser(other)
    const lost = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
    Object.assign(other.services, { transact: () => Promise.reject(lost) })
    const answer = await refresh()
    expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' }, setCookie: [] })
  })
})

describe('signing out', () => {
  test('ends the session and its access tokens, and clears the cookie', async () => {
    const { first, refresh, signOut } = await signedInBrowser(shared)
    const answer = await signOut()
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.setCookie[0]).toMatch(/^tandem_session=; .*Path=\/session.*Expires=Thu, 01 Jan 1970/)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await statusOfMe(first.body.access_token)).toBe(401)
    expect((await refresh(first.cookie)).status).toBe(401)
  })

  test('leaves other sessions of the user alone', async () => {
    const { email, signOut } = await signedInBrowser(shared)
    const other = browser(shared)
    const { body } = await other.signIn(email)
    await signOut()
    expect(await statusOfMe(body.access_token)).toBe(200)
    expect((await other.refresh()).status).toBe(200)
  })

  test('works with a cookie that another tab has just spent', async () => {
    const { first, refresh, send } = await signedInBrowser(shared)
    const second = await refresh()
    expect(await send('DELETE', '', { headers: { cookie: String(first.cookie) } })).toMatchObject({
      status: 204,
    })
    expect(await statusOfMe(second.body.access_token)).toBe(401)
  })

  test('is 204 also without a session', async () => {
    for (const cookie of ['', `tandem_session=${'x'.repeat(43)}`])
      expect(await browser(shared).send('DELETE', '', { headers: { cookie } })).toMatchObject({ status: 204 })
  })
})
