import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open, openBlank, url } from '../support/harness.ts'
import { todayList, visible } from '../support/locators.ts'

const input = (page: Page) => page.getByRole('dialog').getByLabel('New task')

test('the manifest names an icon of each kind, and pages that exist', async () => {
  const page = await open(undefined)
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const manifest = await page.evaluate(async (at) => (await fetch(at)).json(), href ?? '')
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await fetch(`${url}/${src}`)
    expect([answer.status, answer.headers.get('content-type')], src).toEqual([200, type])
    if (type !== 'image/png') continue
    // The width of a PNG is at byte 16 of it.
    const width = Buffer.from(await answer.arrayBuffer()).readUInt32BE(16)
    expect(`${width}x${width}`, src).toBe(sizes)
  }
  expect(manifest.icons.map(({ purpose = 'any' }) => purpose)).toContain('maskable')
  const session = await page.context().newCDPSession(page)
  expect((await session.send('Page.getAppManifest')).errors).toEqual([])
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // A context of a test may be a private window.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
})

test('what another app shares becomes the line of quick add, also after signing in', async () => {
  const ada = await newUser()
  const shared = '/?share-title=A%20page&share-text=&share-url=https%3A%2F%2Fexample.com%2Fa'
  const page = await open(ada, shared)
  await expect.poll(() => input(page).inputValue()).toBe('A page https://example.com/a')
  expect(new URL(page.url()).search).toBe('')
  await page.keyboard.press('Enter')
  await visible(todayList(page).getByText('A page https://example.com/a'))

  const other = await open(undefined, '/?share-title=&share-text=Call%0ABob&share-url=')
  await other.getByLabel('E-mail').fill(ada.email)
  await other.getByLabel('Password').fill(ada.password)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(() => input(other).inputValue()).toBe('Call Bob')
})

test('a shared line does not replace one that is typed already', async () => {
  const page = await open(await newUser())
  await page.getByLabel('New task').fill('Buy milk')
  await page.goto(`${url}/?share-title=&share-text=Call%20Bob&share-url=`)
  await expect.poll(() => input(page).inputValue()).toBe('Buy milk')
  await page.keyboard.press('Enter')
  await visible(todayList(page).getByText('Buy milk'))
  await expect.poll(() => page.getByLabel('New task').first().inputValue()).toBe('Call Bob')
})

test('the shortcut of the icon opens quick add', async () => {
  const page = await open(await newUser(), '/?add')
  await visible(input(page))
  expect(new URL(page.url()).search).toBe('')
})

test('the account menu offers to install the app while the browser does', async () => {
  const page = await open(await newUser())
  const menu = page.getByRole('button', { name: 'Account menu of Ada' })
  const item = page.getByRole('menuitem', { name: 'Install the app' })
  await menu.click()
  await visible(page.getByRole('menuitem', { name: 'Sign out' }))
  expect(await item.count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.evaluate(() => {
    const offer = new Event('beforeinstallprompt', { cancelable: true })
    Object.assign(offer, { prompt: async () => document.body.setAttribute('data-prompted', '') })
    dispatchEvent(offer)
  })
  await menu.click()
  await item.click()
  await expect.poll(() => page.locator('body[data-prompted]').count()).toBe(1)
  await menu.click()
  await visible(page.getByRole('menuitem', { name: 'Sign out' }))
  expect(await item.count()).toBe(0)
})

test('the icon of the installed app shows how many open tasks are due by the end of today', async () => {
  const ada = await newUser()
  const now = Date.now()
  const due = (ms: number) => new Date(now + ms).toISOString()
  await ada.createAll([
    { title: 'Overdue', dueAt: due(-3_600_000) },
    { title: 'Next week', dueAt: due(7 * 86_400_000) },
    { title: 'Some day' },
  ])
  const page = await openBlank(ada)
  await page.addInitScript(() => {
    const original = window.matchMedia
    window.matchMedia = (query) =>
      query === '(display-mode: standalone)'
        ? Object.assign(original.call(window, 'all'), {})
        : original.call(window, query)
    const badge = (count?: number) => {
      document.documentElement.dataset.badge = String(count)
      return Promise.resolve()
    }
    Object.assign(navigator, { setAppBadge: badge, clearAppBadge: () => badge(0) })
  })
  await page.goto(url)
  const badge = () => page.locator('html').getAttribute('data-badge')
  await expect.poll(badge).toBe('1')
  await ada.createAll([{ title: 'Late too', dueAt: due(-60_000) }])
  await expect.poll(badge).toBe('2')
})
