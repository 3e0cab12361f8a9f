import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, open } from '../support/harness.ts'
import { addTask, appCached, emptyToday, todayList, visible } from '../support/locators.ts'
import { outboxOf } from '../support/server/mails.ts'
import { environmentOf, startServer } from '../support/server/server.ts'

let dataDir: string
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-base-path-'))
  server = await startServer({ ...environmentOf(dataDir), APP_URL: 'http://localhost/apps/tandem' })
})
afterAll(async () => {
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test('under a path the app signs up, keeps its session, navigates, verifies an address and opens offline', async () => {
  const page = await open(undefined, '/apps/tandem/sign-up', { at: server.url })
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  const pathname = () => new URL(page.url()).pathname

  const email = `${randomUUID()}@example.com`
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await visible(emptyToday(page))
  expect(pathname()).toBe('/apps/tandem/today')
  await addTask(page, 'Buy milk')

  await page.getByRole('link', { name: 'Board', exact: true }).first().click()
  await visible(page.getByText('Buy milk'))
  expect(pathname()).toBe('/apps/tandem/board')
  await page.reload()
  await visible(page.getByText('Buy milk'))

  const [link = ''] = await outboxOf(dataDir).linksTo(email, 'Welcome to Tandem')
  await page.goto(server.url + link)
  await visible(page.getByText('Your e-mail address is verified'))

  await page.goto(`${server.url}/apps/tandem/`)
  await visible(todayList(page).getByText('Buy milk'))
  await appCached(page)
  expect(requests.filter((requested) => !requested.startsWith('/apps/tandem/'))).toEqual([])
  allowConsoleErrors(page, NETWORK_ERRORS)
  await page.context().setOffline(true)
  await page.reload()
  // Not the browser's own page.
  await visible(page.locator('#root > *').first())
})
