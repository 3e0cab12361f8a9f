import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  choose,
  expectTrouble,
  gone,
  list,
  NETWORK,
  newUser,
  open,
  row,
  seen,
  toast,
  url,
} from '../support/harness.ts'
import { tunnel } from '../support/tunnel.ts'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const accountMenu = (page: Page) => page.getByRole('button', { name: /^Account menu/ })

async function fill(page: Page, fields: Record<string, string>, action: string) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: action }).click()
}

test('signing up, out, and in again', async () => {
  const email = `${randomUUID()}@example.com`
  const password = 'correct horse battery'
  const page = await open(undefined)
  await seen(heading(page, 'Sign in'))
  await page.getByRole('link', { name: 'Create an account' }).click()
  await fill(page, { Name: 'Ada Lovelace', 'E-mail': email, Password: password }, 'Create account')
  await seen(page.getByRole('heading', { name: 'All clear' }))
  await seen(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
  await page.getByLabel('New task').fill('A first task')
  await page.keyboard.press('Enter')
  await seen(row(page, 'A first task'))

  const cookie = await sessionCookie(page)
  await choose(page, accountMenu(page), 'Sign out')
  await seen(heading(page, 'Sign in'))
  expect(await page.getByText('Your session has ended').count()).toBe(0)
  expect(await sessionCookie(page)).toBeUndefined()
  // It is over at the server as well.
  const again = await fetch(`${url}/session/refresh`, {
    method: 'POST',
    headers: { cookie: `tandem_session=${cookie?.value}` },
  })
  expect(again.status).toBe(401)
  await page.reload()
  await seen(heading(page, 'Sign in'))

  await fill(page, { 'E-mail': email, Password: password }, 'Sign in')
  await seen(row(page, 'A first task'))
})

const sessionCookie = async (page: Page) =>
  (await page.context().cookies(`${url}/session`)).find(({ name }) => name === 'tandem_session')

test('a reload keeps the session, whose tokens no script can find', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  await seen(row(page, 'Buy milk'))
  await page.reload()
  await seen(row(page, 'Buy milk'))

  const found = await page.evaluate(() => ({
    cookie: document.cookie,
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
  }))
  expect(found).toEqual({ cookie: '', local: [['tandem.session', '1']], session: [] })
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)))
    const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat()
    return {
      databases: databases.map(({ name }) => name),
      // Of the server's answers, only the app itself.
      cached: [...new Set(requests.map(({ url }) => new URL(url).pathname.split('/')[1]))],
    }
  })
  expect(kept.databases).toEqual([`tandem-outbox-${ada.id}`])
  for (const folder of kept.cached) expect(['', 'assets', 'favicon.svg', 'index.html']).toContain(folder)
  expect(await sessionCookie(page)).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/session' })
})

test('who signs in on a page comes to that page', async () => {
  const ada = await newUser()
  const page = await open(undefined, '/trash')
  await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
  await seen(heading(page, 'Trash'))
  expect(new URL(page.url()).pathname).toBe('/trash')
})

describe('what is wrong is said in plain words:', () => {
  test('a password', async () => {
    const ada = await newUser()
    const page = await open(undefined)
    expectTrouble(page, /401/)
    await fill(page, { 'E-mail': ada.email, Password: 'not the password' }, 'Sign in')
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe('That e-mail address and password do not belong together')
    await fill(page, { Password: ada.password }, 'Sign in')
    await seen(heading(page, 'Tasks'))
  })

  test('an e-mail address that is taken, at its field', async () => {
    const ada = await newUser()
    const page = await open(undefined, '/sign-up')
    expectTrouble(page, /409/)
    await fill(page, { Name: 'Ada', 'E-mail': ada.email, Password: ada.password }, 'Create account')
    const field = page.getByLabel('E-mail')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    const note = await field.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${note}"]`).textContent()).toMatch(/taken|already|account/i)
  })

  test('a name that is none, at its field', async () => {
    const page = await open(undefined, '/sign-up')
    expectTrouble(page, /422/)
    const email = `${randomUUID()}@example.com`
    await fill(page, { Name: '   ', 'E-mail': email, Password: 'correct horse battery' }, 'Create account')
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBeNull()
  })

  test('a server that is not there', async () => {
    const ada = await newUser()
    const server = await tunnel()
    const page = await open(undefined, '/', { at: server.url })
    expectTrouble(page, NETWORK)
    await seen(heading(page, 'Sign in'))
    await server.cut()
    await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe('The server does not answer. Try again in a moment')
    await server.mend()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(heading(page, 'Tasks'))
  })
})

test('a session that is ended elsewhere ends here, too', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  expectTrouble(page, /401/, NETWORK)
  await seen(row(page, 'Buy milk'))

  const sessions = JSON.parse((await ada.ask('GET', '/auth/sessions')).text)
  const theirs = sessions.find((one: { current: boolean }) => !one.current)
  expect((await ada.ask('DELETE', `/auth/sessions/${theirs.id}`)).status).toBe(204)
  await seen(heading(page, 'Sign in'), 5_000)
  await seen(page.getByText('Your session has ended. Sign in to go on where you were.'))
  await gone(list(page))

  await fill(page, { 'E-mail': ada.email, Password: ada.password }, 'Sign in')
  await seen(row(page, 'Buy milk'))
})

test('what one user was shown is not shown to the next', async () => {
  const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
  await ada.create('A secret of Ada')
  const page = await open(ada)
  await seen(row(page, 'A secret of Ada'))
  await choose(page, accountMenu(page), 'Sign out')
  await fill(page, { 'E-mail': bob.email, Password: bob.password }, 'Sign in')
  await seen(page.getByRole('button', { name: 'Account menu of Bob' }))
  await seen(page.getByRole('heading', { name: 'All clear' }))
  expect(await page.getByText('A secret of Ada').count()).toBe(0)
})

const isAsked = ({ pathname }: URL) => /^\/(session|health|trpc)/.test(pathname)

describe('with the server away', () => {
  test.each(['gone', 'stuck'] as const)(
    'because it is %s, the page says so, and goes on when it is back',
    async (how) => {
      const ada = await newUser()
      await ada.create('Buy milk')
      const page = await open(ada)
      expectTrouble(page, NETWORK)
      await seen(row(page, 'Buy milk'))

      // The page itself comes from the browser's cache, or a proxy: only what it asks finds nobody.
      await page.route(isAsked, (route) => (how === 'gone' ? route.abort('connectionrefused') : undefined))
      await page.reload({ waitUntil: 'commit' })
      await seen(heading(page, 'Tandem cannot be reached'), 20_000)
      await seen(page.getByRole('button', { name: 'Try again' }))
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await seen(row(page, 'Buy milk'), 15_000)
      expect(await toast(page, /./).count()).toBe(0)
    },
  )
})
