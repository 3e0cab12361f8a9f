import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { allowConsoleErrors, open } from '../support/harness.ts'
import { emptyToday, heading, visible } from '../support/locators.ts'
import { type Outbox, outboxOf } from '../support/server/mails.ts'
import { environmentOf, startServer } from '../support/server/server.ts'

const PASSWORD = 'correct horse battery'

/** A server where nobody signs in before their address is verified. */
let at: string
let linksTo: Outbox['linksTo']
let close = async () => {}
beforeAll(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-e2e-'))
  const server = await startServer({ ...environmentOf(dataDir), REQUIRE_VERIFIED_EMAIL: 'true' })
  at = server.url
  linksTo = outboxOf(dataDir).linksTo
  close = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
})
afterAll(() => close())

const resendButton = (page: Page) => page.getByRole('button', { name: 'Send the mail again' })

async function signUp(): Promise<{ page: Page; email: string }> {
  const email = `${randomUUID()}@example.com`
  const page = await open(undefined, '/sign-up', { at })
  allowConsoleErrors(page, /403/)
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await visible(heading(page, 'Check your mail'))
  await visible(page.getByText(`A mail was sent to ${email}`))
  return { page, email }
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('signing up leads to the mail, whose link leads to signing in', async () => {
  const { page, email } = await signUp()
  const [link = ''] = await linksTo(email, 'Welcome to Tandem')
  await page.goto(at + link)
  await visible(heading(page, 'Your e-mail address is verified'))
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, email)
  await visible(emptyToday(page))
})

test('the page after signing up has the mail sent again', async () => {
  const { page, email } = await signUp()
  await resendButton(page).click()
  await visible(page.getByText(`A mail is on its way to ${email}.`))
  expect(await violations(page)).toEqual([])
  await linksTo(email, 'Confirm your e-mail address')
})

test('signing in before says what is missing, has the mail sent again, and works once its link is followed', async () => {
  const { page, email } = await signUp()
  allowConsoleErrors(page, /40[13]/)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, email, 'not the password')
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('do not match')
  expect(await resendButton(page).count()).toBe(0)

  await signIn(page, email)
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('is not verified yet')
  await resendButton(page).click()
  await visible(page.getByText(`A mail is on its way to ${email}.`))
  expect(await violations(page)).toEqual([])
  const [link = ''] = await linksTo(email, 'Confirm your e-mail address')
  await visible(heading(await open(undefined, link, { at }), 'Your e-mail address is verified'))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await visible(emptyToday(page))
})
