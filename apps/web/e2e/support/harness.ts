import { randomUUID } from 'node:crypto'
import path from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Task } from '../../src/api/trpc.ts'
import { register, User } from './user.ts'
import { ZONE } from './zone.ts'

const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

/** Where pictures of pages go; git ignores it. */
export const SCREENSHOTS = path.join(import.meta.dirname, '../screenshots')

export const url = inject('url')

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(CHROMIUM)
})
afterAll(() => browser?.close())

/** Every window of the running test, and what its pages complained about. */
const opened = new Map<BrowserContext, { trouble: string[]; expected: RegExp[] }>()

afterEach(async ({ task }) => {
  const windows = [...opened]
  opened.clear()
  if (task.result?.state === 'fail') await picture(task.name, windows)
  await Promise.all(windows.map(([context]) => context.close()))
  const trouble = windows.flatMap(([, { trouble, expected }]) =>
    trouble.filter((text) => !expected.some((pattern) => pattern.test(text))),
  )
  expect(trouble, 'what the pages complained about').toEqual([])
})

/** What a test that failed saw last. */
async function picture(test: string, windows: readonly (readonly [BrowserContext, unknown])[]) {
  const pages = windows.flatMap(([context]) => context.pages())
  for (const [i, page] of pages.entries()) {
    const name = `failed ${test} ${i + 1}.png`.replace(/[^\w. ]+/g, '')
    await page.screenshot({ path: path.join(SCREENSHOTS, name), timeout: 3_000 }).catch(() => {})
  }
}

interface OpenOptions extends BrowserContextOptions {
  /** Where the app is, if not at `url`. */
  at?: string
}

/** A window of its own, as of another browser, in which somebody is signed in; `user` none: nobody. */
export async function open(user: User | undefined, to = '/', options: OpenOptions = {}): Promise<Page> {
  const page = await openEmpty(user, options)
  await page.goto((options.at ?? url) + to)
  return page
}

/** The same, before it goes anywhere. */
export async function openEmpty(user: User | undefined, options: OpenOptions = {}): Promise<Page> {
  const { at = url, ...rest } = options
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: ZONE,
    viewport: { width: 1280, height: 900 },
    ...(user && { storageState: await sessionOf(user, at) }),
    ...rest,
  })
  context.setDefaultTimeout(10_000)
  const trouble: string[] = []
  opened.set(context, { trouble, expected: [] })
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
  })
  context.on('weberror', (error) => trouble.push(String(error.error())))
  return context.newPage()
}

/** Of what a page complains about, this belongs to the test. */
export function expectTrouble(page: Page, ...patterns: RegExp[]): void {
  opened.get(page.context())?.expected.push(...patterns)
}

/** What the browser itself says where a request finds nobody. */
export const NETWORK = /Failed to load resource|WebSocket connection to/

/** A new account. */
export async function newUser(name = 'Ada'): Promise<User> {
  const account = { name, email: `${randomUUID()}@example.com`, password: 'correct horse battery' }
  await register(url, account)
  return new User(url, account).signIn()
}

type StorageState = Exclude<BrowserContextOptions['storageState'], undefined>

/** What a browser keeps of somebody who has signed in. */
async function sessionOf(user: User, at: string): Promise<StorageState> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: user.email, password: user.password }),
  })
  const value = /tandem_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const { hostname, origin } = new URL(at)
  const cookie = { name: 'tandem_session', value, domain: hostname, path: '/session', expires: -1 }
  return {
    cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Strict' }],
    origins: [{ origin, localStorage: [{ name: 'tandem.session', value: '1' }] }],
  }
}

export const seen = (locator: Locator, timeout?: number) =>
  locator.first().waitFor({ state: 'visible', ...(timeout && { timeout }) })
export const gone = (locator: Locator, timeout?: number) =>
  locator.first().waitFor({ state: 'hidden', ...(timeout && { timeout }) })

/** Waits until a page has all that it waits for, and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  // By its tag: behind an open dialog it has no role.
  await seen(page.locator('h1'))
  await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))))
}

/** The list of tasks, as it is read by whoever looks at it. */
export const list = (page: Page) => page.getByRole('list', { name: 'Tasks', exact: true })
export const row = (page: Page, title: string) =>
  list(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) })
export const titleIn = (page: Page, title: string) =>
  list(page).getByRole('button', { name: title, exact: true })
export const titles = (page: Page) => list(page).locator('[data-task-focus]').allTextContents()
export const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notifications' }).getByRole('listitem').filter({ hasText: text })
export const sheet = (page: Page) => page.getByRole('dialog', { name: 'Task', exact: true })

/** Chooses from a menu that a button of the page opens. */
export async function choose(page: Page, button: Locator, item: string | RegExp): Promise<void> {
  await button.click()
  const exact = typeof item === 'string'
  const menu = page.getByRole('menu')
  const options = { name: item, exact }
  await menu.getByRole('menuitem', options).or(menu.getByRole('menuitemcheckbox', options)).click()
}

/** Waits until the server has a task like that. */
export async function serverHas(user: User, id: string, fields: Partial<Task>): Promise<void> {
  await expect.poll(() => user.task(id)).toMatchObject(fields)
}
