import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { allOnDevice } from '../support/device.ts'
import {
  ALL_TASKS,
  allowConsoleErrors,
  NETWORK_ERRORS,
  newUser,
  open,
  openBlank,
  url,
} from '../support/harness.ts'
import { choose, emptyToday, hidden, list, row, toast, todayList, visible } from '../support/locators.ts'
import { tunnel } from '../support/server/tunnel.ts'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const accountMenu = (page: Page) => page.getByRole('button', { name: /^Account menu/ })

async function fill(page: Page, fields: Record<string, string>, action: string) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: action }).click()
}

test('a user signs up, signs out and signs in again', async () => {
  const email = `${randomUUID()}@example.com`
  const password = 'correct horse battery'
  const page = await open(undefined)
  await visible(heading(page, 'Sign in'))
  await page.getByRole('link', { name: 'Create an account' }).click()
  await fill(page, { Name: 'Ada Lovelace', 'E-mail': email, Password: password }, 'Create account')
  await visible(emptyToday(page))
  await visible(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
  await page.getByLabel('New task').fill('A first task')
  await page.keyboard.press('Enter')
  await visible(todayList(page).getByText('A first task'))

  // The count is refetched after the change. Signing out before that would fail a request.
  await visible(page.getByRole('link', { name: /^Tasks\s*1 open$/ }))
  const cookie = await sessionCookie(page)
  await choose(page, accountMenu(page), 'Sign out')
  await visible(heading(page, 'Sign in'))
  expect(await page.getByText('Your session has ended').count()).toBe(0)
  // On a slow machine, signing out does not wait for the server.
  await expect.poll(() => sessionCookie(page)).toBeUndefined()
  // The server has ended the session too.
  const refreshed = await fetch(`${url}/session/refresh`, {
    method: 'POST',
    headers: { cookie: `tandem_session=${cookie?.value}` },
  })
  expect(refreshed.status).toBe(401)
  await page.reload()
  await visible(heading(page, 'Sign in'))

  await fill(page, { 'E-mail': email, Password: password }, 'Sign in')
  await visible(todayList(page).getByText('A first task'))
})

const sessionCookie = async (page: Page) =>
  (await page.context().cookies(`${url}/session`)).find(({ name }) => name === 'tandem_session')

test('a reload keeps the session, and no script can read its tokens', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  await visible(row(page, 'Buy milk'))
  await page.reload()
  await visible(row(page, 'Buy milk'))
  await allOnDevice(page, ada)

  const found = await page.evaluate(() => ({
    cookie: document.cookie,
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
  }))
  expect(found).toEqual({ cookie: '', local: [['tandem.session', ada.id]], session: [] })
  const stored = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)))
    const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat()
    return {
      databases: databases.map(({ name }) => name).toSorted(),
      cached: [...new Set(requests.map(({ url }) => new URL(url).pathname.split('/')[1]))].toSorted(),
    }
  })
  expect(stored.databases).toEqual([`tandem-outbox-${ada.id}`, `tandem-tasks-${ada.id}`])
  // The cache holds the app and none of the server's responses.
  expect(stored.cached).toEqual(['', 'assets', 'favicon.svg'])
  expect(await sessionCookie(page)).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/session' })
})

test('signing in leads to the page that was asked for', async () => {
  const ada = await newUser()
  const page = await open(undefined, '/trash')
  await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
  await visible(heading(page, 'Trash'))
  expect(new URL(page.url()).pathname).toBe('/trash')
})

describe('the form explains', () => {
  test('a wrong password', async () => {
    const ada = await newUser()
    const page = await open(undefined)
    allowConsoleErrors(page, /401/)
    await fill(page, { 'E-mail': ada.email, Password: 'not the password' }, 'Sign in')
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe('That e-mail address and password do not match')
    await fill(page, { Password: ada.password }, 'Sign in')
    await visible(heading(page, 'Tasks'))
  })

  test('an e-mail address that is taken, at its field', async () => {
    const ada = await newUser()
    const page = await open(undefined, '/sign-up')
    allowConsoleErrors(page, /409/)
    await fill(page, { Name: 'Ada', 'E-mail': ada.email, Password: ada.password }, 'Create account')
    const field = page.getByLabel('E-mail')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    const note = await field.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${note}"]`).textContent()).toMatch(/taken|already|account/i)
  })

  test('a blank name, at its field', async () => {
    const page = await open(undefined, '/sign-up')
    allowConsoleErrors(page, /422/)
    const email = `${randomUUID()}@example.com`
    await fill(page, { Name: '   ', 'E-mail': email, Password: 'correct horse battery' }, 'Create account')
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBeNull()
  })

  test('a server that cannot be reached', async () => {
    const ada = await newUser()
    const server = await tunnel()
    const page = await open(undefined, ALL_TASKS, { at: server.url })
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(heading(page, 'Sign in'))
    await server.cut()
    await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe('The server is not responding. Try again in a moment')
    await server.mend()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await visible(heading(page, 'Tasks'))
  })
})

test('ending a session from elsewhere signs its page out', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  allowConsoleErrors(page, /401/, NETWORK_ERRORS)
  await visible(row(page, 'Buy milk'))

  const sessions = JSON.parse((await ada.request('GET', '/auth/sessions')).text)
  const browserSession = sessions.find((one: { current: boolean }) => !one.current)
  expect((await ada.request('DELETE', `/auth/sessions/${browserSession.id}`)).status).toBe(204)
  await visible(heading(page, 'Sign in'))
  await visible(page.getByText('Your session has ended. Sign in to pick up where you left off.'))
  await hidden(list(page))

  await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
  await visible(row(page, 'Buy milk'))
})

test('the next user does not see the tasks of the one before', async () => {
  const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
  await ada.create('A secret of Ada')
  const page = await open(ada)
  await visible(row(page, 'A secret of Ada'))
  await choose(page, accountMenu(page), 'Sign out')
  await fill(page, { 'E-mail': bob.email, Password: bob.password }, 'Sign in')
  await visible(page.getByRole('button', { name: 'Account menu of Bob' }))
  await visible(heading(page, 'All clear'))
  expect(await page.getByText('A secret of Ada').count()).toBe(0)
})

const isServerCall = ({ pathname }: URL) => /^\/(session|health|trpc)/.test(pathname)

describe('while the server', () => {
  test.each(['refuses connections', 'does not answer'] as const)(
    '%s, a page that does not know its user says so, and recovers by itself',
    async (failure) => {
      const ada = await newUser()
      await ada.create('Buy milk')
      const page = await openBlank(ada)
      allowConsoleErrors(page, NETWORK_ERRORS)
      // The page itself loads, as from a cache or a proxy. Only its calls to the server fail.
      await page.route(isServerCall, (route) =>
        failure === 'refuses connections' ? route.abort('connectionrefused') : undefined,
      )
      await page.goto(url + ALL_TASKS, { waitUntil: 'commit' })
      await visible(heading(page, 'Tandem cannot be reached'), 20_000)
      await visible(page.getByRole('button', { name: 'Try again' }))
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await visible(row(page, 'Buy milk'))
      expect(await toast(page, /./).count()).toBe(0)
    },
  )

  test('does not answer, a page that knows its user opens with the tasks of the device', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(row(page, 'Buy milk'))
    await allOnDevice(page, ada)
    await page.route(isServerCall, () => undefined)
    await page.reload({ waitUntil: 'commit' })
    await visible(row(page, 'Buy milk'))
    await visible(page.getByText('The server is not responding.'), 20_000)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await hidden(page.getByText('The server is not responding.'), 20_000)
    await ada.create('From elsewhere')
    await visible(row(page, 'From elsewhere'), 15_000)
  })
})
