import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { allowConsoleErrors, newUser, open, openBlank, url } from '../support/harness.ts'
import { emptyToday, heading, hidden, toast, visible } from '../support/locators.ts'
import { outboxOf } from '../support/server/mails.ts'
import type { User } from '../support/server/user.ts'

const { linksTo, mailsTo } = outboxOf()

const verifiedHeading = (page: Page) => heading(page, 'Your e-mail address is verified')
const spentHeading = (page: Page) => heading(page, 'This link no longer works')
const resendButton = (page: Page) => page.getByRole('button', { name: 'Send the mail again' })

async function welcomeLink(user: User): Promise<string> {
  const [link = ''] = await linksTo(user.email, 'Welcome to Tandem')
  return link
}

const me = async (user: User) => JSON.parse((await user.request('GET', '/users/me')).text)

describe('the link that verifies an address', () => {
  test('verifies it for somebody who is signed out, and leads to signing in', async () => {
    const ada = await newUser()
    const page = await open(undefined, await welcomeLink(ada))
    await visible(verifiedHeading(page))
    expect((await me(ada)).emailVerifiedAt).toEqual(expect.any(String))
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await visible(heading(page, 'Sign in'))
  })

  test('verifies it for somebody who is signed in, whose account page says so', async () => {
    const ada = await newUser()
    const page = await open(ada, await welcomeLink(ada))
    await visible(verifiedHeading(page))
    await page.getByRole('link', { name: 'Go to your tasks' }).click()
    await visible(emptyToday(page))
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Account' }).click()
    await visible(page.getByText('The address is verified'))
    expect(await violations(page)).toEqual([])
  })

  test('verifies it on another device, and the account page that is open says so by itself', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await visible(resendButton(page))
    const token = (await welcomeLink(ada)).split('token=')[1] ?? ''
    expect((await ada.request('POST', '/auth/email/verify', { token })).status).toBe(204)
    await visible(page.getByText('The address is verified'))
  })

  test('has left the address bar and the history before anything is requested, and is sent in one body alone', async () => {
    const ada = await newUser()
    const link = await welcomeLink(ada)
    const token = link.split('=')[1] ?? ''
    const page = await openBlank(ada)
    const requests: { head: string; body: string }[] = []
    page.on('request', (request) =>
      requests.push({
        head: `${request.url()} ${JSON.stringify(request.headers())}`,
        body: request.postData() ?? '',
      }),
    )
    const logged: string[] = []
    page.on('console', (message) => logged.push(message.text()))
    await page.addInitScript(() => {
      const addresses: string[] = []
      const { fetch } = window
      const recording: typeof fetch = (...request) => {
        addresses.push(location.href)
        return fetch(...request)
      }
      Object.assign(window, { addresses, fetch: recording })
    })
    await page.goto(url + link)
    await visible(verifiedHeading(page))
    expect(page.url()).toBe(`${url}/verify-email`)
    const addresses = await page.evaluate(() => (window as unknown as { addresses: string[] }).addresses)
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.join()).not.toContain(token)
    // Chromium reports the fragment of what it navigates to, and sends it nowhere.
    const heads = requests.map(({ head }) => head.replace(`${url}${link} `, ''))
    expect(heads.join()).not.toContain(token)
    expect(requests.filter(({ body }) => body.includes(token))).toHaveLength(1)
    expect(logged.join()).not.toContain(token)
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state]))
    expect(stored).not.toContain(token)
    await page.goto(`${url}/forgot-password`)
    await page.goBack()
    await visible(heading(page, 'Open the link in your mail'))
    expect(page.url()).toBe(`${url}/verify-email`)
  })

  test('says that it is spent when it is followed again, and that there is nothing left to do', async () => {
    const ada = await newUser()
    const link = await welcomeLink(ada)
    await visible(verifiedHeading(await open(undefined, link)))
    const page = await open(ada, link)
    allowConsoleErrors(page, /422/)
    await visible(spentHeading(page))
    await visible(page.getByText(`Your address ${ada.email} is verified`))
    expect(await resendButton(page).count()).toBe(0)
    expect(await page.getByRole('alert').textContent()).toContain('works once')
  })

  test('of a stranger leads somebody who is signed in to a new one, which works when it is pasted there', async () => {
    const ada = await newUser()
    const page = await open(ada, '/verify-email#token=nonsense')
    allowConsoleErrors(page, /422/)
    await visible(spentHeading(page))
    await resendButton(page).click()
    await visible(page.getByText(`A mail is on its way to ${ada.email}.`))
    expect(await violations(page)).toEqual([])
    const [link = ''] = await linksTo(ada.email, 'Confirm your e-mail address')
    // The same document goes on, with another fragment.
    await page.goto(url + link)
    await visible(verifiedHeading(page))
    expect(page.url()).toBe(`${url}/verify-email`)
  })

  test('that does not work any more leads somebody who is signed out to their account', async () => {
    const ada = await newUser()
    const page = await open(undefined, '/verify-email#token=nonsense')
    allowConsoleErrors(page, /422/)
    await visible(spentHeading(page))
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await visible(heading(page, 'Account'))
    await visible(page.getByText('The address is not verified yet.'))
  })

  test('is tried again after a failure', async () => {
    const ada = await newUser()
    const page = await openBlank(undefined)
    allowConsoleErrors(page, /Failed to load resource/)
    await page.route(/auth\.verifyEmail/, (route) => route.abort('connectionrefused'), { times: 1 })
    await page.goto(url + (await welcomeLink(ada)))
    await visible(heading(page, 'Your address was not verified'))
    await page.getByRole('button', { name: 'Try again' }).click()
    await visible(verifiedHeading(page))
  })
})

describe('a change of address', () => {
  async function moving() {
    const ada = await newUser()
    const address = `new-${ada.email}`
    const page = await open(ada, '/account')
    await page.getByLabel('E-mail').fill(address)
    await visible(page.getByText('The new address takes effect once you follow its link.'))
    await page.getByLabel('Your password').fill(ada.password)
    await page.getByRole('button', { name: 'Save' }).click()
    await visible(toast(page, `Follow the link that was mailed to ${address}`))
    expect(await toast(page, 'Profile saved').count()).toBe(0)
    await visible(page.getByText(`A mail was sent to ${address}.`))
    const [link = ''] = await linksTo(address, 'Confirm your new e-mail address')
    return { ada, address, page, link }
  }

  test('counts once its link is followed, which the account page finds out when it comes into view', async () => {
    const { ada, address, page, link } = await moving()
    expect(await me(ada)).toMatchObject({ email: ada.email, pendingEmail: address })
    await visible(verifiedHeading(await open(undefined, link)))
    expect(await me(ada)).toMatchObject({ email: address, pendingEmail: null })
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await visible(page.getByText('The address is verified'))
    expect(await page.getByLabel('E-mail').inputValue()).toBe(address)
    await expect
      .poll(async () => (await mailsTo(ada.email)).map(({ subject }) => subject))
      .toContain('The e-mail address of your account was changed')
  })

  test('has its mail sent again', async () => {
    const { address, page } = await moving()
    await resendButton(page).click()
    await visible(page.getByText(`A mail is on its way to ${address}.`))
    expect(await violations(page)).toEqual([])
    await linksTo(address, 'Confirm your new e-mail address', 2)
  })

  test('is taken back, which ends its link', async () => {
    const { ada, address, page, link } = await moving()
    await page.getByRole('button', { name: 'Keep the old address' }).click()
    await visible(toast(page, `Your address is still ${ada.email}`))
    await hidden(page.getByText(`A mail was sent to ${address}.`))
    expect(await me(ada)).toMatchObject({ email: ada.email, pendingEmail: null })
    const other = await open(undefined, link)
    allowConsoleErrors(other, /422/)
    await visible(spentHeading(other))
  })

  test('says that another account has taken the address meanwhile', async () => {
    const { ada, address, link } = await moving()
    const bob = await newUser('Bob')
    await bob.request('PATCH', '/users/me', { email: address, currentPassword: bob.password })
    const [ofBob = ''] = (await linksTo(address, 'Confirm your new e-mail address', 2)).filter(
      (one) => one !== link,
    )
    await visible(verifiedHeading(await open(undefined, ofBob)))
    const page = await open(ada, link)
    allowConsoleErrors(page, /409/)
    await visible(heading(page, 'Another account has this address'))
  })
})
