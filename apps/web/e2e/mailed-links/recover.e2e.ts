import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { allowConsoleErrors, newUser, open, openBlank, url } from '../support/harness.ts'
import { emptyToday, hasFocus, heading, visible } from '../support/locators.ts'
import { outboxOf } from '../support/server/mails.ts'

const NEW = 'another battery staple'
const { linksTo, mailsTo } = outboxOf()

const newPassword = (page: Page) => page.getByLabel('New password')

/** Asks for a link that resets the password, from the sign-in page on. */
async function forget(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await hasFocus(page.getByLabel('E-mail'))
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await visible(heading(page, 'Check your mail'))
  expect(await violations(page)).toEqual([])
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await hasFocus(newPassword(page))
  await newPassword(page).fill(password)
  await page.keyboard.press('Enter')
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** A user who has asked for a link that resets their password. */
async function forgetful() {
  const ada = await newUser()
  const body = JSON.stringify({ email: ada.email })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${url}/api/v1/auth/password/forgot`, { method: 'POST', headers, body })
  const [link = ''] = await linksTo(ada.email, 'Reset your password')
  return { ada, link }
}

test('a forgotten password is replaced by a mailed link, with the keyboard alone', async () => {
  const ada = await newUser()
  const page = await open(undefined)
  await forget(page, ada.email)
  const [link = ''] = await linksTo(ada.email, 'Reset your password')

  await page.goto(url + link)
  await choosePassword(page, NEW)
  await visible(page.getByText('Your password has been changed. Sign in with the new one.'))
  expect(page.url()).toBe(`${url}/sign-in`)
  expect(await violations(page)).toEqual([])
  await hasFocus(page.getByLabel('E-mail'))
  await page.keyboard.type(ada.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(NEW)
  await page.keyboard.press('Enter')
  await visible(emptyToday(page))
  expect((await ada.request('GET', '/users/me')).status).toBe(401)
})

test('asking for a link says the same of an address without an account', async () => {
  const ada = await newUser()
  const said = []
  for (const email of [ada.email, `nobody-${ada.email}`]) {
    const page = await open(undefined)
    await forget(page, email)
    said.push((await page.getByRole('main').textContent())?.replace(email, 'ADDRESS'))
  }
  expect(said[0]).toContain('If an account has the address ADDRESS')
  expect(said[1]).toBe(said[0])
  await linksTo(ada.email, 'Reset your password')
  expect(await mailsTo(`nobody-${ada.email}`)).toEqual([])
})

test('an address that is refused is explained at its field, which has the focus', async () => {
  const page = await open(undefined, '/forgot-password')
  allowConsoleErrors(page, /422/)
  const field = page.getByLabel('E-mail')
  // The browser's own check passes it, the server's does not.
  await field.fill(`nobody@${'a-long-name.'.repeat(21)}com`)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toBe('Must have at most 254 characters')
  await hasFocus(field)
})

describe('the link that resets a password', () => {
  test('has left the address bar, the history and every request but the one that sets the password', async () => {
    const { link } = await forgetful()
    const token = link.split('=')[1] ?? ''
    const page = await openBlank(undefined)
    const heads: string[] = []
    const bodies: string[] = []
    page.on('request', (request) => {
      heads.push(`${request.url()} ${JSON.stringify(request.headers())}`.replace(`${url}${link} `, ''))
      bodies.push(request.postData() ?? '')
    })
    await page.goto(url + link)
    await choosePassword(page, NEW)
    await visible(heading(page, 'Sign in'))
    expect(token.length).toBeGreaterThan(40)
    expect(heads.join()).not.toContain(token)
    expect(bodies.filter((body) => body.includes(token))).toHaveLength(1)
    const kept = 'JSON.stringify([localStorage, sessionStorage, history.state, location.href])'
    expect(await page.evaluate(kept)).not.toContain(token)
    await page.goBack()
    expect(page.url()).not.toContain(token)
  })

  test('explains a password that is refused at its field, and takes the next one', async () => {
    const { ada, link } = await forgetful()
    const page = await open(undefined, link)
    allowConsoleErrors(page, /422/)
    expect(page.url()).toBe(`${url}/reset-password`)
    await choosePassword(page, 'password123')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('That password')
    expect(await newPassword(page).getAttribute('aria-invalid')).toBe('true')
    await choosePassword(page, NEW)
    await visible(heading(page, 'Sign in'))
    await signIn(page, ada.email, NEW)
    await visible(emptyToday(page))
  })

  test('that was used leads to a new request', async () => {
    const { ada, link } = await forgetful()
    const page = await open(undefined, link)
    await choosePassword(page, NEW)
    await visible(heading(page, 'Sign in'))

    const again = await open(undefined, link)
    allowConsoleErrors(again, /422/)
    await choosePassword(again, 'a third battery staple')
    await visible(heading(again, 'This link no longer works'))
    await again.getByRole('link', { name: 'Ask for a new link' }).click()
    await again.getByLabel('E-mail').fill(ada.email)
    await again.getByRole('button', { name: 'Send the link' }).click()
    await visible(heading(again, 'Check your mail'))
    await linksTo(ada.email, 'Reset your password', 2)
  })

  test('signs out a page of the same account, also for its next visit', async () => {
    const { ada, link } = await forgetful()
    const page = await open(ada, link)
    allowConsoleErrors(page, /401/)
    await choosePassword(page, NEW)
    await visible(page.getByText('Your password has been changed. Sign in with the new one.'))
    await page.goto(`${url}/`)
    await visible(heading(page, 'Sign in'))
    expect(await page.getByText('Your password has been changed').count()).toBe(0)
  })

  test('leaves a page of another account signed in', async () => {
    const { ada, link } = await forgetful()
    const bob = await newUser('Bob')
    const page = await open(bob, link)
    await choosePassword(page, NEW)
    await visible(heading(page, 'Your password has been changed'))
    await page.getByRole('link', { name: 'Go to your tasks' }).click()
    await visible(page.getByRole('button', { name: 'Account menu of Bob' }))
    expect((await ada.request('GET', '/users/me')).status).toBe(401)
  })

  test('has to be opened again after a reload', async () => {
    const { link } = await forgetful()
    const page = await open(undefined, link)
    await hasFocus(newPassword(page))
    await page.reload()
    await visible(heading(page, 'Open the link in your mail'))
    await page.goto(url + link)
    await hasFocus(newPassword(page))
  })
})
