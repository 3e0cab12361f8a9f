import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { dayButton, dayIn, picker, pickWords, wordsInput } from '../support/date-picker.ts'
import { allowConsoleErrors, newUser, open, url } from '../support/harness.ts'
import { heading, hidden, toast, visible } from '../support/locators.ts'
import { User } from '../support/server/user.ts'

describe('the account page', () => {
  test('creates an API key that shows once, and revokes it', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Backup script')
    await dialog.getByLabel('Change tasks').uncheck()
    await dialog.getByRole('button', { name: 'Create' }).click()
    const field = dialog.getByLabel('API key')
    await visible(field)
    const key = await field.inputValue()

    const request = (method: string, body?: object) =>
      fetch(`${url}/api/v1/${ada.id}/tasks`, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
    expect((await request('GET')).status).toBe(200)
    expect((await request('POST', { title: 'No' })).status).toBe(403)
    // The first click on Done warns, because the key never shows again.
    await dialog.getByRole('button', { name: 'Done' }).click()
    await visible(dialog.getByText('You have not copied it yet'))
    await dialog.getByRole('button', { name: 'Done' }).click()
    await hidden(dialog)
    await page.reload()
    await visible(page.getByText('Backup script'))
    expect(await page.content()).not.toContain(key)

    await page.getByRole('button', { name: 'Revoke “Backup script”' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await hidden(page.getByText('Backup script'))
    expect((await request('GET')).status).toBe(401)
  })

  test('an API key ends on the day that was picked, which is tomorrow or later', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create a key' })
    await dialog.getByLabel('Name').fill('Backup script')
    await dialog.getByLabel('Expires').selectOption('On a date…')
    const lastDay = dialog.getByRole('button', { name: /^Last day/ })
    await lastDay.click()
    await visible(dayButton(page, await dayIn(page, 1), 'Last day').and(page.getByLabel(/selected$/)))
    await wordsInput(page, 'Last day').fill('today')
    await wordsInput(page, 'Last day').press('Enter')
    await visible(picker(page, 'Last day').getByText('Earliest date: Tomorrow'))
    await page.keyboard.press('Escape')
    await hidden(picker(page, 'Last day'))
    await pickWords(page, lastDay, 'in 3 weeks', 'Last day')
    await dialog.getByRole('button', { name: 'Create a key' }).click()
    await visible(page.getByLabel('API key'))
    const { text } = await ada.request('GET', '/users/me/api-keys')
    const day = await dayIn(page, 21)
    const end = await page.evaluate((at) => new Date(at).toISOString(), `${day}T23:59`)
    expect(JSON.parse(text)).toMatchObject([{ expiresAt: end }])
  })

  test('creates a calendar feed, replaces it, and switches it off', async () => {
    const ada = await newUser()
    await ada.create({ title: 'Dentist', dueAt: '2026-12-24T17:00:00.000Z' })
    const page = await open(ada, '/account')
    await page.getByRole('button', { name: 'Create an address' }).click()
    const field = page.getByLabel('Address for your calendar')
    await visible(field)
    const address = await field.inputValue()
    const feed = await fetch(address)
    expect(feed.status).toBe(200)
    expect(feed.headers.get('content-type')).toContain('text/calendar')
    expect(await feed.text()).toContain('SUMMARY:Dentist')

    await page.getByRole('button', { name: 'Create another' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Create another' }).click()
    await expect.poll(() => field.inputValue()).not.toBe(address)
    expect((await fetch(address)).status).toBe(404)
    const second = await field.inputValue()
    expect((await fetch(second)).status).toBe(200)

    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await visible(page.getByText('No address yet.'))
    expect((await fetch(second)).status).toBe(404)
  })

  test('a new password ends every other session', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    const other = await open(ada)
    allowConsoleErrors(other, /401|WebSocket/)
    await visible(heading(other, 'All clear'))
    allowConsoleErrors(page, /40[01]|422|WebSocket/)
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill('another battery staple')
    await page.getByRole('button', { name: 'Change password' }).click()
    await visible(page.getByText('That is not your password'))
    await page.getByLabel('Current password').fill(ada.password)
    await page.getByRole('button', { name: 'Change password' }).click()
    await visible(toast(page, 'Password changed. You are signed out everywhere else'))
    await visible(heading(other, 'Sign in'))
    expect((await ada.request('GET', '/users/me')).status).toBe(401)

    // This session goes on, even after a reload.
    await page.reload()
    await visible(heading(page, 'Account'))
    const changed = await new User(url, { ...ada, password: 'another battery staple' }).signIn()
    expect((await changed.request('GET', '/users/me')).status).toBe(200)
  })

  test('lists the sessions, and ends another one', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await visible(page.getByText('This device'))
    // The other session is that of the test's own REST calls.
    await page.getByRole('button', { name: /^Sign out / }).click()
    await visible(page.getByText('You are not signed in anywhere else.'))
    expect((await ada.request('GET', '/users/me')).status).toBe(401)
  })

  test('shows three sessions, the last used first, and all of them when asked', async () => {
    const ada = await newUser()
    for (let i = 0; i < 4; i += 1) await ada.signIn()
    const page = await open(ada, '/account')
    const sessions = page.getByRole('region', { name: 'Where you are signed in' })
    await visible(sessions.getByText('This device'))
    expect(await sessions.getByRole('listitem').count()).toBe(3)
    const more = sessions.getByRole('button', { name: 'Show all 6' })
    await more.press('Enter')
    expect(await sessions.getByRole('listitem').count()).toBe(6)
    await sessions.getByRole('button', { name: 'Show fewer' }).press('Enter')
    expect(await sessions.getByRole('listitem').count()).toBe(3)
    // Those that are not shown end too.
    await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await visible(page.getByText('You are not signed in anywhere else.'))
  })

  test('saves a new name, and rejects an address that is taken', async () => {
    const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
    const page = await open(ada, '/account')
    allowConsoleErrors(page, /409/)
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    await page.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
    expect(JSON.parse((await ada.request('GET', '/users/me')).text).name).toBe('Ada Lovelace')
    await page.getByLabel('E-mail').fill(bob.email)
    await page.getByLabel('Your password').fill(ada.password)
    await page.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByText('Another account has this address'))
  })

  test('asks for the password of a new address, which waits for its link', async () => {
    const ada = await newUser('Ada')
    const page = await open(ada, '/account')
    allowConsoleErrors(page, /422/)
    const password = page.getByLabel('Your password')
    expect(await password.count()).toBe(0)
    const address = `new-${ada.email}`
    await page.getByLabel('E-mail').fill(address)
    await password.fill('not the password')
    await page.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByText('That is not your password'))
    await password.fill(ada.password)
    await page.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByText(`A mail was sent to ${address}.`))
    expect(await password.count()).toBe(0)
    const me = JSON.parse((await ada.request('GET', '/users/me')).text)
    expect(me).toMatchObject({ email: ada.email, pendingEmail: address })
    await page.reload()
    await visible(page.getByText(`A mail was sent to ${address}.`))
  })

  test('sets the time zone by whose clocks days end', async () => {
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Taxes', dueOn: '2030-01-01' })
    const page = await open(ada, '/account')
    allowConsoleErrors(page, /422/)
    const field = page.getByLabel('Your time zone')
    const set = page.getByRole('button', { name: 'Set time zone' })
    await expect.poll(() => field.inputValue()).toBe('UTC')
    await expect.poll(() => page.locator('datalist option[value="America/New_York"]').count()).toBe(1)
    await field.fill('Mars/Olympus')
    await set.click()
    await visible(page.getByText('It must be a time zone of the IANA database'))
    await field.fill('america/new york')
    await set.click()
    await visible(toast(page, 'Your time zone is America/New York'))
    await page.reload()
    await expect.poll(() => field.inputValue()).toBe('America/New_York')
    expect(JSON.parse((await ada.request('GET', '/users/me')).text).timeZone).toBe('America/New_York')
    expect(JSON.parse((await ada.request('GET', `/${ada.id}/tasks/${id}`)).text)).toMatchObject({
      dueOn: '2030-01-01',
      dueAt: '2030-01-02T04:59:59.999Z',
    })
  })

  test('downloads the data as a file', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada, '/account')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download everything' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^tandem-\d{4}-\d\d-\d\d\.json$/)
    const data = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(JSON.stringify(data)).toContain('Buy milk')
    expect(JSON.stringify(data)).toContain(ada.email)
  })

  test('keeps the chosen theme after a reload', async () => {
    const page = await open(await newUser(), '/account')
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(background).not.toBe(light)
    const dark = await background()
    await page.reload()
    await visible(heading(page, 'Account'))
    await expect.poll(background).toBe(dark)
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
  })

  test('deletes the account after the address was typed', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada, '/account')
    allowConsoleErrors(page, /401|WebSocket/)
    await page.getByRole('button', { name: 'Delete account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
    const confirm = dialog.getByRole('button', { name: 'Delete forever' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(`Type ${ada.email} to confirm`).fill(ada.email)
    await confirm.click()
    await visible(heading(page, 'Sign in'))
    expect((await ada.request('GET', '/users/me')).status).toBe(401)
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await visible(page.getByText('That e-mail address and password do not match'))
  })
})
