import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Task } from '../../src/api/trpc.ts'
import { register, User } from './server/user.ts'
import { ZONE } from './zone.ts'

/** Chromium without the windows that nobody sees takes two thirds of the time. */
const SHELL = '/usr/bin/chromium-headless-shell'

const CHROMIUM = {
  executablePath: existsSync(SHELL) ? SHELL : '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A host without TLS, for pages that may not do what one of this machine may.
    '--host-resolver-rules=MAP tandem.test 127.0.0.1',
  ],
}

/** The directory for screenshots, which git ignores. */
export const SCREENSHOTS = path.join(import.meta.dirname, '../screenshots')

export const url = inject('url')

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(CHROMIUM)
})
afterAll(() => browser?.close())

/** The browser contexts of the running test, with the console errors and warnings of their pages. */
const contexts = new Map<BrowserContext, { errors: string[]; allowed: RegExp[] }>()

afterEach(async ({ task }) => {
  const opened = [...contexts]
  contexts.clear()
  if (task.result?.state === 'fail') await screenshotFailure(task.name, opened)
  await Promise.all(opened.map(([context]) => context.close()))
  const unexpected = opened.flatMap(([, { errors, allowed }]) =>
    errors.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  )
  // In the first line, which is all that CI repeats of a test that passed when it was tried again.
  expect(unexpected, `unexpected on the console: ${unexpected.join(' | ')}`).toEqual([])
})

/** Saves a screenshot of every page that a failed test had open. */
async function screenshotFailure(test: string, opened: readonly (readonly [BrowserContext, unknown])[]) {
  const pages = opened.flatMap(([context]) => context.pages())
  for (const [i, page] of pages.entries()) {
    const name = `failed ${test} ${i + 1}.png`.replace(/[^\w. ]+/g, '')
    await page.screenshot({ path: path.join(SCREENSHOTS, name), timeout: 3_000 }).catch(() => {})
  }
}

/** The page of all tasks, where most tests begin. */
export const ALL_TASKS = '/all'

interface OpenOptions extends BrowserContextOptions {
  /** The origin of the app, if it is not `url`. */
  at?: string
}

/** Opens the app in a browser context of its own, signed in as `user`, or signed out without one. */
export async function open(user: User | undefined, to = ALL_TASKS, options: OpenOptions = {}): Promise<Page> {
  const page = await openBlank(user, options)
  await page.goto((options.at ?? url) + to)
  return page
}

/** The same as `open`, but the page has not loaded anything yet. */
export async function openBlank(user: User | undefined, options: OpenOptions = {}): Promise<Page> {
  const { at = url, ...rest } = options
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: ZONE,
    viewport: { width: 1280, height: 900 },
    ...(user && { storageState: await storageStateOf(user, at) }),
    ...rest,
  })
  context.setDefaultTimeout(20_000)
  const errors: string[] = []
  contexts.set(context, { errors, allowed: [] })
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
  })
  context.on('weberror', (error) => errors.push(String(error.error())))
  return context.newPage()
}

/** Lets a test pass although its page logs errors or warnings that match these patterns. */
export function allowConsoleErrors(page: Page, ...patterns: RegExp[]): void {
  contexts.get(page.context())?.allowed.push(...patterns)
}

/** What Chromium logs when a request or a WebSocket fails. */
export const NETWORK_ERRORS = /Failed to load resource|WebSocket connection to/

/** Registers a new account. */
export async function newUser(name = 'Ada'): Promise<User> {
  const account = { name, email: `${randomUUID()}@example.com`, password: 'correct horse battery' }
  await register(url, account)
  return new User(url, account).signIn()
}

type StorageState = Exclude<BrowserContextOptions['storageState'], undefined>

/** The cookies and local storage of a browser in which the user has signed in. */
async function storageStateOf(user: User, at: string): Promise<StorageState> {
  const response = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: user.email, password: user.password }),
  })
  const value = /tandem_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const { hostname, origin } = new URL(at)
  const cookie = { name: 'tandem_session', value, domain: hostname, path: '/session', expires: -1 }
  return {
    cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Strict' }],
    origins: [{ origin, localStorage: [{ name: 'tandem.session', value: '1' }] }],
  }
}

/** Waits until the server's copy of a task has these fields. */
export async function serverHas(user: User, id: string, fields: Partial<Task>): Promise<void> {
  await expect.poll(() => user.task(id)).toMatchObject(fields)
}
