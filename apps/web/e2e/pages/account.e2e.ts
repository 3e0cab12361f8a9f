import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADMIN } from '../support/global-setup.ts'
import {
  choose,
  expectTrouble,
  gone,
  newUser,
  open,
  row,
  seen,
  serverHas,
  sheet,
  toast,
  url,
} from '../support/harness.ts'
import { pleasantTasks } from '../support/sample-tasks.ts'
import { User } from '../support/user.ts'

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const undo = (page: Page, label: string | RegExp) => toast(page, label).getByRole('button', { name: 'Undo' })

describe('the board', () => {
  const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })
  const card = (page: Page, where: string, title: string) =>
    column(page, where).getByRole('link', { name: title, exact: true })

  async function board() {
    const ada = await newUser()
    const [milk, stamps, bike] = await ada.createAll([
      { title: 'Buy milk', priority: 'high' },
      'Buy stamps',
      { title: 'Sell the bike', status: 'in_progress' },
    ])
    if (!milk || !stamps || !bike) throw new Error('there should be three tasks')
    const page = await open(ada, '/board')
    await seen(card(page, 'To do', 'Buy milk'))
    await seen(card(page, 'In progress', 'Sell the bike'))
    return { ada, page, milk, stamps, bike }
  }

  test('a card is dragged to another column with the mouse, and that undone', async () => {
    const { ada, page, milk } = await board()
    await card(page, 'To do', 'Buy milk').dragTo(column(page, 'Done'))
    await seen(card(page, 'Done', 'Buy milk'))
    await gone(card(page, 'To do', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'done' })
    await undo(page, 'Task completed').click()
    await seen(card(page, 'To do', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'todo' })
  })

  test('a card is moved by keys and by its menu', async () => {
    const { ada, page, milk, stamps } = await board()
    await card(page, 'To do', 'Buy milk').focus()
    await page.keyboard.press('ArrowDown')
    const hasFocus = (where: string, title: string) =>
      expect.poll(() => card(page, where, title).evaluate((it) => it === document.activeElement)).toBe(true)
    await hasFocus('To do', 'Buy stamps')
    await page.keyboard.press('Shift+ArrowRight')
    await hasFocus('In progress', 'Buy stamps')
    await serverHas(ada, stamps.id, { status: 'in_progress' })
    await page.keyboard.press('Shift+ArrowRight')
    await hasFocus('Done', 'Buy stamps')
    await serverHas(ada, stamps.id, { status: 'done' })
    await page.keyboard.press('Shift+ArrowLeft')
    await hasFocus('In progress', 'Buy stamps')
    await choose(page, page.getByRole('button', { name: 'Move “Buy milk”' }), 'Move to Done')
    await seen(card(page, 'Done', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'done' })
  })

  test('a card is opened, and what others do shows at once', async () => {
    const { ada, page, bike } = await board()
    await card(page, 'In progress', 'Sell the bike').click()
    await seen(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Sell the bike')
    await page.keyboard.press('Escape')
    await gone(sheet(page))
    await ada.update(bike.id, { status: 'done' })
    await seen(card(page, 'Done', 'Sell the bike'), 1_000)
    await expect.poll(() => column(page, 'In progress').getAttribute('aria-labelledby')).toBeTruthy()
    await seen(column(page, 'In progress').getByText('Nothing begun'))
  })

  test('a column of many cards is read on as it is scrolled', async () => {
    const ada = await newUser()
    await ada.createAll(Array.from({ length: 130 }, (_, i) => `Task ${i + 1}`))
    const page = await open(ada, '/board')
    await seen(page.getByText(', 130 tasks'))
    const cards = column(page, 'To do').getByRole('link')
    await expect
      .poll(async () => {
        await column(page, 'To do')
          .getByRole('list')
          .evaluate((it) => it.scrollTo(0, it.scrollHeight))
        return cards.count()
      })
      .toBe(130)
  })
})

describe('the calendar', () => {
  /** A day by the clock of the browser, so many from today: as the calendar names it, and as an address does. */
  const dayFrom = (page: Page, days: number) =>
    page.evaluate((by) => {
      const date = new Date()
      date.setDate(date.getDate() + by)
      const two = (n: number) => String(n).padStart(2, '0')
      const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
      return {
        name: new Intl.DateTimeFormat('en-GB', options).format(date),
        path: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
        weekday: (date.getDay() + 6) % 7,
      }
    }, days)

  const cell = (page: Page, name: string) => page.getByRole('gridcell', { name: new RegExp(`^${name}`) })
  const region = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })

  /** A task that is due today at 15:00, and two days of the same week, or grid, beside it. */
  async function calendar(view: 'month' | 'week') {
    const ada = await newUser()
    const page = await open(ada, `/calendar?view=${view}`)
    const today = await dayFrom(page, 0)
    // The other day is one of the same week.
    const step = today.weekday === 6 ? -1 : 1
    const other = await dayFrom(page, step)
    const dueAt = await page.evaluate(() => new Date(new Date().setHours(15, 0, 0, 0)).toISOString())
    const task = await ada.create({ title: 'Dentist', dueAt })
    await seen(page.getByRole('link', { name: /Dentist/ }))
    const moved = (days: number) => new Date(Date.parse(dueAt) + days * 86_400_000).toISOString()
    return { ada, page, today, other, step, task, moved }
  }

  test('shows a month, in which a task is dragged to another day and keeps its hour', async () => {
    const { ada, page, today, other, step, task, moved } = await calendar('month')
    await seen(cell(page, today.name).getByRole('link', { name: /15:00.*Dentist/ }))
    await cell(page, today.name)
      .getByRole('link', { name: /Dentist/ })
      .dragTo(cell(page, other.name))
    await seen(cell(page, other.name).getByRole('link', { name: /15:00.*Dentist/ }))
    await serverHas(ada, task.id, { dueAt: moved(step) })
    await undo(page, /^Moved to/).click()
    await seen(cell(page, today.name).getByRole('link', { name: /Dentist/ }))
    await serverHas(ada, task.id, { dueAt: moved(0) })
  })

  test('is gone through and changed by keys', async () => {
    const { ada, page, today, other, step, task, moved } = await calendar('month')
    await cell(page, today.name)
      .getByRole('link', { name: /Dentist/ })
      .focus()
    await page.keyboard.press(step > 0 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft')
    await serverHas(ada, task.id, { dueAt: moved(step) })
    const link = cell(page, other.name).getByRole('link', { name: /Dentist/ })
    await expect.poll(() => link.evaluate((it) => it === document.activeElement)).toBe(true)

    await cell(page, today.name).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(`Add a task due ${today.name}`).fill('Cook dinner')
    await page.keyboard.press('Enter')
    await seen(cell(page, today.name).getByRole('link', { name: /Cook dinner/ }))
    await expect.poll(() => ada.titles()).toEqual(['Cook dinner', 'Dentist'])
  })

  test('turns its pages', async () => {
    const page = await open(await newUser(), '/calendar?date=2026-12-24')
    await seen(heading(page, /December 2026/))
    await page.getByRole('button', { name: 'Next month' }).click()
    await seen(heading(page, /January 2027/))
    await page.getByRole('button', { name: 'Previous month' }).click()
    await page.getByRole('button', { name: 'Previous month' }).click()
    await seen(heading(page, /November 2026/))
    await page.keyboard.press('w')
    await seen(page.getByRole('region', { name: /^Monday, .* 2026, no tasks/ }).or(heading(page, /Nov 2026/)))
    await page.keyboard.press('m')
    await seen(page.getByRole('grid'))
  })

  test('shows a week, in which a task is moved by drag and by menu', async () => {
    const { ada, page, today, other, step, task, moved } = await calendar('week')
    await region(page, today.name)
      .getByRole('link', { name: 'Dentist' })
      .dragTo(region(page, other.name).getByRole('heading'))
    await seen(region(page, other.name).getByRole('link', { name: 'Dentist' }))
    await serverHas(ada, task.id, { dueAt: moved(step) })
    await choose(page, page.getByRole('button', { name: 'Actions for “Dentist”' }), 'Move to today')
    await seen(region(page, today.name).getByRole('link', { name: 'Dentist' }))
    await serverHas(ada, task.id, { dueAt: moved(0) })
    await page.getByRole('link', { name: 'Dentist' }).click()
    await seen(sheet(page))
  })
})

test('statistics count what there is and what was done, and lead to it', async () => {
  const ada = await newUser()
  await ada.createAll(pleasantTasks())
  const all = await ada.tasks()
  const done = all.filter(({ status }) => status === 'done').length
  const overdue = all.filter(
    ({ status, dueAt }) => status !== 'done' && dueAt && Date.parse(dueAt) < Date.now(),
  )
  const page = await open(ada, '/stats')
  await seen(heading(page, 'Completed per day'))
  const figure = (label: string) =>
    page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]').textContent()
  await expect.poll(() => figure('Open')).toBe(String(all.length - done))
  expect(await figure('Overdue')).toBe(String(overdue.length))
  expect(await figure('Done in 7 days')).toBe(String(done))
  // The chart, to be read by keys.
  const chart = page.getByRole('slider', { name: 'Day' })
  await chart.focus()
  expect(await chart.getAttribute('aria-valuetext')).toMatch(new RegExp(`: ${done} tasks$`))
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/: 0 tasks$/)
  await page.getByText('Show as a table').click()
  expect(await page.getByRole('table').getByRole('row').count()).toBe(31)

  // What is done elsewhere counts here soon.
  const [next] = await ada.tasks({ status: 'todo' })
  await ada.update(next?.id ?? '', { status: 'done' })
  await expect.poll(() => figure('Done in 7 days')).toBe(String(done + 1))

  await page.getByRole('link', { name: 'Show what is overdue' }).click()
  await seen(heading(page, 'Tasks'))
  const [late] = overdue
  await seen(row(page, late?.title ?? ''))
})

test('the trash gives back what was deleted', async () => {
  const ada = await newUser()
  const tasks = await ada.createAll(['One', 'Two', 'Three'])
  for (const { id } of tasks) await ada.delete(id)
  const page = await open(ada, '/trash')
  await page.getByRole('button', { name: 'Restore “Two”' }).click()
  await gone(page.getByRole('button', { name: 'Restore “Two”' }))
  await expect.poll(() => ada.titles()).toEqual(['Two'])
  await undo(page, 'Task restored').click()
  await seen(page.getByRole('button', { name: 'Restore “Two”' }))
  await expect.poll(() => ada.titles()).toEqual([])

  await page.getByRole('checkbox', { name: 'Select “One”' }).check()
  await page.getByRole('checkbox', { name: 'Select “Three”' }).check()
  await page.getByRole('button', { name: 'Restore 2 tasks' }).click()
  await expect.poll(() => ada.titles()).toEqual(['Three', 'One'])
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click()
  await seen(row(page, 'Three'))
  expect(await ada.trashed()).toEqual(['Two'])
})

describe('the account', () => {
  test('makes API keys, each shown once', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Backup script')
    await dialog.getByLabel('Change tasks').uncheck()
    await dialog.getByRole('button', { name: 'Create' }).click()
    const field = dialog.getByLabel('API key')
    await seen(field)
    const key = await field.inputValue()

    const ask = (method: string, body?: object) =>
      fetch(`${url}/api/v1/${ada.id}/tasks`, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
    expect((await ask('GET')).status).toBe(200)
    expect((await ask('POST', { title: 'No' })).status).toBe(403)
    // It is not closed by mistake, and once it is, nobody sees it again.
    await dialog.getByRole('button', { name: 'Done' }).click()
    await seen(dialog.getByText('You have not copied it yet'))
    await dialog.getByRole('button', { name: 'Done' }).click()
    await gone(dialog)
    await page.reload()
    await seen(page.getByText('Backup script'))
    expect(await page.content()).not.toContain(key)

    await page.getByRole('button', { name: 'Revoke “Backup script”' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await gone(page.getByText('Backup script'))
    expect((await ask('GET')).status).toBe(401)
  })

  test('makes a calendar feed, and switches it off', async () => {
    const ada = await newUser()
    await ada.create({ title: 'Dentist', dueAt: '2026-12-24T17:00:00.000Z' })
    const page = await open(ada, '/account')
    await page.getByRole('button', { name: 'Make an address' }).click()
    const field = page.getByLabel('Address for your calendar')
    await seen(field)
    const address = await field.inputValue()
    const feed = await fetch(address)
    expect(feed.status).toBe(200)
    expect(feed.headers.get('content-type')).toContain('text/calendar')
    expect(await feed.text()).toContain('SUMMARY:Dentist')

    await page.getByRole('button', { name: 'Make another' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make another' }).click()
    await expect.poll(() => field.inputValue()).not.toBe(address)
    expect((await fetch(address)).status).toBe(404)
    const second = await field.inputValue()
    expect((await fetch(second)).status).toBe(200)

    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await seen(page.getByText('There is no address yet.'))
    expect((await fetch(second)).status).toBe(404)
  })

  test('changes the password, which ends every other session', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    const other = await open(ada)
    expectTrouble(other, /401|WebSocket/)
    await seen(heading(other, 'All clear'))
    expectTrouble(page, /40[01]|422|WebSocket/)
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill('another battery staple')
    await page.getByRole('button', { name: 'Change password' }).click()
    await seen(page.getByText('That is not your password'))
    await page.getByLabel('Current password').fill(ada.password)
    await page.getByRole('button', { name: 'Change password' }).click()
    await seen(toast(page, 'Password changed. You are signed out everywhere else'))
    await seen(heading(other, 'Sign in'), 10_000)
    expect((await ada.ask('GET', '/users/me')).status).toBe(401)

    // Here it goes on, also after a reload.
    await page.reload()
    await seen(heading(page, 'Account'))
    const changed = await new User(url, { ...ada, password: 'another battery staple' }).signIn()
    expect((await changed.ask('GET', '/users/me')).status).toBe(200)
  })

  test('shows where somebody is signed in, and ends that', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    await seen(page.getByText('This one'))
    // The session of this test, which is no browser.
    await page.getByRole('button', { name: /^Sign out / }).click()
    await seen(page.getByText('You are signed in nowhere else.'))
    expect((await ada.ask('GET', '/users/me')).status).toBe(401)
  })

  test('changes the name, and says what is wrong with an address', async () => {
    const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
    const page = await open(ada, '/account')
    expectTrouble(page, /409/)
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    await page.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
    expect(JSON.parse((await ada.ask('GET', '/users/me')).text).name).toBe('Ada Lovelace')
    await page.getByLabel('E-mail').fill(bob.email)
    await page.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByText('Another account has this address'))
  })

  test('is exported as a file', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada, '/account')
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toMatch(/^tandem-\d{4}-\d\d-\d\d\.json$/)
    const data = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(JSON.stringify(data)).toContain('Buy milk')
    expect(JSON.stringify(data)).toContain(ada.email)
  })

  test('keeps the theme that was chosen', async () => {
    const page = await open(await newUser(), '/account')
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(background).not.toBe(light)
    const dark = await background()
    await page.reload()
    await seen(heading(page, 'Account'))
    expect(await background()).toBe(dark)
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
  })

  test('is deleted with everything in it', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada, '/account')
    expectTrouble(page, /401|WebSocket/)
    await page.getByRole('button', { name: 'Delete account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
    const confirm = dialog.getByRole('button', { name: 'Delete for ever' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(`Type ${ada.email} to confirm`).fill(ada.email)
    await confirm.click()
    await seen(heading(page, 'Sign in'))
    expect((await ada.ask('GET', '/users/me')).status).toBe(401)
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByText('That e-mail address and password do not belong together'))
  })
})

describe('the page for administrators', () => {
  test('is none for others', async () => {
    const page = await open(await newUser(), '/admin')
    await seen(heading(page, 'For administrators'))
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await seen(page.getByRole('menuitem', { name: 'Sign out' }))
    expect(await page.getByRole('menuitem', { name: 'Users' }).count()).toBe(0)
  })

  test('lists users, who are deactivated, promoted and deleted', async () => {
    const grace = await new User(url, ADMIN).signIn()
    const name = `Zoe ${Date.now()}`
    const zoe = await newUser(name)
    const theirs = await open(zoe)
    expectTrouble(theirs, /401|WebSocket/)
    const page = await open(grace, '/')
    await choose(page, page.getByRole('button', { name: /^Account menu/ }), 'Users')
    await page.getByRole('searchbox', { name: 'Search name or e-mail' }).fill(name)
    const line = page.getByRole('table').getByRole('row').filter({ hasText: name })
    await seen(line)
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2)
    expect(new URL(page.url()).searchParams.get('q')).toBe(name)
    const does = (item: string) =>
      choose(page, page.getByRole('button', { name: `Actions for ${name}` }), item)

    await does('Deactivate')
    await seen(toast(page, `${name} is deactivated and signed out`))
    await seen(line.getByText('Deactivated'))
    expect((await zoe.ask('GET', '/users/me')).status).toBe(401)
    await seen(heading(theirs, 'Sign in'), 10_000)
    await does('Activate')
    await seen(line.getByText('Active', { exact: true }))
    await does('Make administrator')
    await seen(line.getByText('Administrator'))
    await zoe.signIn()
    expect((await zoe.ask('GET', '/users')).status).toBe(200)
    await does('Make ordinary user')
    await seen(line.getByText('User', { exact: true }))

    await does('Delete…')
    await page.getByRole('dialog').getByLabel(`Type ${zoe.email} to confirm`).fill(zoe.email)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click()
    await seen(heading(page, 'Nobody is like that'))
    expect((await zoe.ask('GET', '/users/me')).status).toBe(401)
  })
})
