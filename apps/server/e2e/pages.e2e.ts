import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

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
const screenshots = path.join(import.meta.dirname, 'screenshots')

let server: ChildProcess
let dataDir: string
let url: string
let browser: Browser

/** The built server, as `pnpm start` runs it. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-e2e-'))
  server = spawn(process.execPath, [path.join(import.meta.dirname, '../dist/main.js')], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  url = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`the server stopped:\n${output}`)))
    server.stdout?.on('data', (chunk) => {
      output += chunk
      const found = /Web +(\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
  })
  browser = await chromium.launch(CHROMIUM)
})

afterAll(async () => {
  await browser?.close()
  server?.kill('SIGTERM')
  if (server && server.exitCode === null) await once(server, 'exit')
  await rm(dataDir, { recursive: true, force: true })
})

/** A page that must stay silent: no error, no refused resource, nothing asked of another host. */
async function open(
  at: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; trouble: string[] }> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
  const trouble: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
  })
  page.on('pageerror', (error) => trouble.push(String(error)))
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) trouble.push(`asked ${request.url()}`)
  })
  await page.goto(url + at)
  return { page, trouble }
}

describe('the pages', () => {
  test.each(['light', 'dark'] as const)('/ says what runs here (%s)', async (scheme) => {
    const { page, trouble } = await open('/', scheme)
    await page.getByRole('heading', { name: 'Tandem' }).waitFor()
    for (const name of ['Swagger UI', 'ReDoc', 'openapi.json', '/health/ready', '/metrics']) {
      const link = await page.getByRole('link', { name, exact: true }).getAttribute('href')
      expect((await fetch(url + link)).status, name).toBe(200)
    }
    await page.screenshot({ path: path.join(screenshots, `home-${scheme}.png`) })
    expect(trouble).toEqual([])
  })

  test('/redoc shows the whole API', async () => {
    const { page, trouble } = await open('/redoc')
    await page.getByRole('heading', { name: 'Create a task' }).first().waitFor()
    await page.screenshot({ path: path.join(screenshots, 'redoc.png') })
    expect(trouble).toEqual([])
  })

  test('/docs signs in and creates a task', async () => {
    const email = 'ada@example.com'
    const password = 'correct horse battery'
    const registered = await fetch(`${url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, name: 'Ada' }),
    })
    const { id } = JSON.parse(await registered.text())

    const { page, trouble } = await open('/docs')
    await page.getByRole('button', { name: 'Authorize' }).click()
    await page.locator('#oauth_username').fill(email)
    await page.locator('#oauth_password').fill(password)
    await page
      .locator('.auth-btn-wrapper')
      .first()
      .getByRole('button', { name: /apply|authorize/i })
      .click()
    await page.getByRole('button', { name: 'Close' }).first().click()

    await page.locator('#operations-tasks-taskCreate').getByRole('button').first().click()
    const operation = page.locator('#operations-tasks-taskCreate')
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation.locator('tr[data-param-name="userId"] input').fill(id)
    await operation.locator('textarea').fill('{"title": "Buy milk"}')
    await operation.getByRole('button', { name: 'Execute' }).click()
    await operation.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor()
    await page.screenshot({ path: path.join(screenshots, 'docs.png') })
    expect(trouble).toEqual([])
  })
})
