import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allOnDevice, databasesWithRows, spoilCopy } from '../support/device.ts'
import { ALL_TASKS, allowConsoleErrors, NETWORK_ERRORS, newUser, open, url } from '../support/harness.ts'
import {
  addTask,
  choose,
  completeTask,
  deleteTask,
  heading,
  hidden,
  list,
  projectLink,
  row,
  searchBox,
  sheet,
  shownNotes,
  titleIn,
  titles,
  visible,
} from '../support/locators.ts'
import type { User } from '../support/server/user.ts'

const accountMenu = (page: Page) => page.getByRole('button', { name: /^Account menu/ })
const NOT_HERE = 'This is not on your device yet. It appears as soon as you are connected.'

/** A user whose tasks are on the device. The network is gone, and the page was loaded again. */
async function reloadedOffline(ada: User) {
  const page = await open(ada)
  allowConsoleErrors(page, NETWORK_ERRORS)
  await visible(list(page))
  await allOnDevice(page, ada)
  await page.context().setOffline(true)
  await page.reload()
  await visible(list(page), 20_000)
  return page
}

test('without a network all tasks are there after a reload: list, search, project, calendar, board and palette', async () => {
  const ada = await newUser()
  const home = await ada.project('Home')
  // More than a page of a list.
  await ada.createAll(Array.from({ length: 130 }, (_, i) => `Task ${i}`))
  await ada.createAll([
    { title: 'Straße kehren', projectId: home, priority: 'high' },
    {
      title: 'Call Bob',
      dueAt: new Date().toISOString(),
      status: 'in_progress',
      description: 'About the café',
    },
  ])
  const page = await reloadedOffline(ada)
  await visible(page.getByText('132 tasks', { exact: true }))
  await visible(page.getByRole('button', { name: 'Account menu of Ada' }))
  expect((await titles(page)).slice(0, 3)).toEqual(['Call Bob', 'Straße kehren', 'Task 129'])

  await searchBox(page).fill('STRASSE')
  await expect.poll(() => titles(page)).toEqual(['Straße kehren'])
  await searchBox(page).fill('cafe')
  await visible(heading(page, 'Nothing matches'))
  await searchBox(page).fill('CAFÉ')
  await expect.poll(() => titles(page)).toEqual(['Call Bob'])
  await titleIn(page, 'Call Bob').click()
  await expect.poll(() => shownNotes(page).textContent()).toBe('About the café')
  await page.keyboard.press('Escape')
  await hidden(sheet(page))

  await projectLink(page, 'Home', 1).click()
  await expect.poll(() => titles(page)).toEqual(['Straße kehren'])
  await page.getByRole('link', { name: 'Calendar' }).click()
  await visible(page.getByRole('gridcell').getByRole('link', { name: /Call Bob/ }))
  await page.getByRole('link', { name: 'Board' }).click()
  await visible(page.getByRole('region', { name: /^In progress/ }).getByText('Call Bob'))
  await visible(heading(page, /^To do\s*,\s*131 tasks/))

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('task 77')
  await page.getByRole('option', { name: 'Task 77', exact: true }).click()
  await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Task 77')
})

test('a change made offline is there after a reload, and after one that was sent before the network went', async () => {
  const ada = await newUser()
  await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
  const page = await open(ada)
  allowConsoleErrors(page, NETWORK_ERRORS)
  await completeTask(page, 'Buy milk')
  await expect.poll(() => ada.titles({ status: 'done' })).toEqual(['Buy milk'])
  await allOnDevice(page, ada)
  const revision = await ada.revision()
  await page.context().setOffline(true)
  await addTask(page, 'Water the plants')
  await deleteTask(page, 'Buy stamps')
  await page.reload()
  await expect.poll(() => titles(page), { timeout: 20_000 }).toEqual(['Water the plants', 'Buy bread'])

  // What waits is said in words.
  await page.getByRole('button', { name: '2 changes to be sent' }).click()
  const waiting = page.getByRole('dialog', { name: 'Changes to be sent' }).getByRole('listitem')
  await expect
    .poll(() => waiting.allTextContents())
    .toEqual(['Add “Water the plants”', 'Delete “Buy stamps”'])
  await page.keyboard.press('Escape')

  await completeTask(page, 'Buy bread')
  await expect.poll(() => titles(page)).toEqual(['Water the plants'])
  await page.context().setOffline(false)
  await expect.poll(() => ada.revision(), { timeout: 20_000 }).toBe(revision + 3)
  expect(await ada.titles({ status: 'todo' })).toEqual(['Water the plants'])
  await expect.poll(() => titles(page)).toEqual(['Water the plants'])
})

test('what is not on the device says so, without a network', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await reloadedOffline(ada)
  await page.getByRole('link', { name: 'Statistics' }).click()
  await visible(page.getByText(NOT_HERE))
  await page.getByRole('link', { name: 'Trash' }).click()
  await visible(page.getByText(NOT_HERE))
  await page.context().setOffline(false)
  await hidden(page.getByText(NOT_HERE), 20_000)
})

test('signing out removes everything from the device, and the next user sees nothing of it', async () => {
  const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
  await ada.create('A secret of Ada')
  await bob.create('Buy milk')
  const page = await open(ada)
  await visible(row(page, 'A secret of Ada'))
  await allOnDevice(page, ada)
  expect(await databasesWithRows(page)).toEqual([`tandem-tasks-${ada.id}`])
  await choose(page, accountMenu(page), 'Sign out')
  await visible(heading(page, 'Sign in'))
  await expect.poll(() => databasesWithRows(page)).toEqual([])

  await page.getByLabel('E-mail').fill(bob.email)
  await page.getByLabel('Password').fill(bob.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await visible(row(page, 'Buy milk'))
  await allOnDevice(page, bob)
  expect(await databasesWithRows(page)).toEqual([`tandem-tasks-${bob.id}`])
  expect(await page.getByText('A secret of Ada').count()).toBe(0)

  // A session that is ended from elsewhere takes the copy along.
  allowConsoleErrors(page, /401/, NETWORK_ERRORS)
  const sessions = JSON.parse((await bob.request('GET', '/auth/sessions')).text)
  for (const { id, current } of sessions) {
    if (!current) await bob.request('DELETE', `/auth/sessions/${id}`)
  }
  await visible(page.getByText('Your session has ended.'))
  await expect.poll(() => databasesWithRows(page)).toEqual([])
})

test('signing out without a network signs every tab out, asks before changes are lost, and ends the session later', async () => {
  const ada = await newUser()
  await ada.create('A secret of Ada')
  const page = await reloadedOffline(ada)
  const other = await page.context().newPage()
  await other.goto(url + ALL_TASKS)
  await visible(row(other, 'A secret of Ada'), 20_000)
  await addTask(page, 'Not sent')
  await choose(page, accountMenu(page), 'Sign out')
  const dialog = page.getByRole('dialog', { name: 'Sign out and lose changes?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await visible(row(page, 'Not sent'))
  await choose(page, accountMenu(page), 'Sign out')
  await dialog.getByRole('button', { name: 'Sign out anyway' }).click()
  await visible(heading(page, 'Sign in'))
  await visible(heading(other, 'Sign in'))
  await expect.poll(() => databasesWithRows(page)).toEqual([])
  await page.reload()
  await visible(heading(page, 'Sign in'))

  const cookie = async () => (await page.context().cookies(`${url}/session`)).map(({ value }) => value)
  const [token] = await cookie()
  expect(token).toBeDefined()
  await page.context().setOffline(false)
  await expect.poll(cookie, { timeout: 20_000 }).toEqual([])
  const refreshed = await fetch(`${url}/session/refresh`, {
    method: 'POST',
    headers: { cookie: `tandem_session=${token}` },
  })
  expect(refreshed.status).toBe(401)
  expect(await ada.titles()).toEqual(['A secret of Ada'])
})

test('after the server’s database was restored, nothing from before stays on the device', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  allowConsoleErrors(page, /410/, NETWORK_ERRORS)
  await visible(row(page, 'Buy milk'))
  await allOnDevice(page, ada)
  await spoilCopy(page, ada, 'Lost with the database')
  await page.reload()
  await visible(row(page, 'Buy milk'))
  await ada.create('From the backup')
  await allOnDevice(page, ada)
  await page.context().setOffline(true)
  await page.reload()
  await expect.poll(() => titles(page), { timeout: 20_000 }).toEqual(['From the backup', 'Buy milk'])
})
