import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ALL_TASKS, allowConsoleErrors, NETWORK_ERRORS, newUser, open } from '../support/harness.ts'
import {
  addParsed,
  addTask,
  appCached,
  completeTask,
  deleteTask,
  hidden,
  row,
  titles,
  visible,
} from '../support/locators.ts'
import { tunnel } from '../support/server/tunnel.ts'
import type { User } from '../support/server/user.ts'

const banner = (page: Page) =>
  page.getByRole('status').filter({ hasText: /^You are offline|^The server is not/ })

/** Waits until every change was sent. The revision counts each change once, however often it was sent. */
async function allSent(user: User, page: Page, revision: number) {
  await hidden(banner(page))
  await expect.poll(() => user.revision()).toBe(revision)
}

/** Makes four changes: adds two tasks, completes one and deletes one. */
async function workOffline(page: Page) {
  await addParsed(page, 'Water the plants #home', '#home')
  await addTask(page, 'Call Bob')
  await completeTask(page, 'Buy milk')
  await deleteTask(page, 'Buy stamps')
  await visible(banner(page).getByText('4 changes to be sent'))
}

async function expectEachChangeOnce(ada: User) {
  expect(await ada.titles()).toEqual(['Call Bob', 'Water the plants', 'Buy bread', 'Buy milk'])
  expect(await ada.taskTitled('Water the plants')).toMatchObject({ tags: ['home'], version: 1 })
  expect(await ada.taskTitled('Call Bob')).toMatchObject({ version: 1 })
  expect(await ada.taskTitled('Buy milk')).toMatchObject({ status: 'done', version: 2 })
  expect(await ada.taskTitled('Buy bread')).toMatchObject({ version: 1 })
  expect(await ada.trashedTitles()).toEqual(['Buy stamps'])
}

describe('an offline change', () => {
  async function goOffline() {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(row(page, 'Buy milk'))
    await appCached(page)
    await page.context().setOffline(true)
    await visible(
      banner(page).getByText('You are offline. Your changes are kept here, and sent when you are back.'),
    )
    return { ada, page, revision: await ada.revision() }
  }

  test('shows at once, and is sent once when the network is back', async () => {
    const { ada, page, revision } = await goOffline()
    await workOffline(page)
    const shown = ['Call Bob', 'Water the plants', 'Buy bread']
    expect(await titles(page)).toEqual(shown)
    expect(await ada.revision()).toBe(revision)

    await page.context().setOffline(false)
    await allSent(ada, page, revision + 4)
    await expectEachChangeOnce(ada)
    await expect.poll(() => titles(page)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
    // Live updates go on.
    await ada.create('From elsewhere')
    await visible(row(page, 'From elsewhere'))
    expect(await ada.revision()).toBe(revision + 5)
  })

  test('can be undone while offline', async () => {
    const { ada, page, revision } = await goOffline()
    await deleteTask(page, 'Buy milk')
    await hidden(row(page, 'Buy milk'))
    await page.keyboard.press('Control+z')
    await visible(row(page, 'Buy milk'))
    await page.context().setOffline(false)
    await hidden(banner(page))
    // The deletion and the restoration.
    await expect.poll(() => ada.revision()).toBe(revision + 2)
    expect(await ada.titles()).toEqual(['Buy bread', 'Buy stamps', 'Buy milk'])
    expect(await ada.trashedTitles()).toEqual([])
  })

  test('is sent by a later page when its own was closed', async () => {
    const { ada, page, revision } = await goOffline()
    await workOffline(page)
    const context = page.context()
    await page.close()
    await context.setOffline(false)
    expect(await ada.revision()).toBe(revision)
    const later = await context.newPage()
    await later.goto(ada.url + ALL_TASKS)
    await visible(row(later, 'Call Bob'))
    await allSent(ada, later, revision + 4)
    await expectEachChangeOnce(ada)
    await expect.poll(() => titles(later)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
  })

  test('is kept through a reload without a network, also where no task is on the device', async () => {
    const { ada, page, revision } = await goOffline()
    await workOffline(page)
    await page.evaluate((name) => void indexedDB.deleteDatabase(name), `tandem-tasks-${ada.id}`)
    await page.reload()
    await visible(page.getByText('This is not on your device'), 20_000)
    await visible(banner(page).getByText('4 changes to be sent'))
    await page.context().setOffline(false)
    await visible(row(page, 'Call Bob'), 20_000)
    await allSent(ada, page, revision + 4)
    await expectEachChangeOnce(ada)
  })

  test('is sent once when two tabs reconnect', async () => {
    const { ada, page, revision } = await goOffline()
    await page.context().setOffline(false)
    const other = await page.context().newPage()
    await other.goto(ada.url + ALL_TASKS)
    await visible(row(other, 'Buy milk'))
    await page.context().setOffline(true)
    await visible(banner(other))
    await workOffline(page)
    await addTask(other, 'From the other tab')
    await page.context().setOffline(false)
    await allSent(ada, page, revision + 5)
    await hidden(banner(other))
    const shown = ['Buy bread', 'Call Bob', 'From the other tab', 'Water the plants']
    await expect.poll(async () => (await titles(page)).toSorted()).toEqual(shown)
    await expect.poll(async () => (await titles(other)).toSorted()).toEqual(shown)
    expect(await ada.titles({ status: 'done' })).toEqual(['Buy milk'])
    expect(await ada.revision()).toBe(revision + 5)
  })

  test('works where the service worker is blocked', async () => {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const page = await open(ada, ALL_TASKS, { serviceWorkers: 'block' })
    allowConsoleErrors(
      page,
      NETWORK_ERRORS,
      /dynamically imported module/,
      /^Service Worker registration blocked/,
    )
    await visible(row(page, 'Buy milk'))
    // Without the service worker, only what was loaded before is there.
    await page.getByLabel('New task').fill('#home')
    await visible(page.getByRole('button', { name: 'Keep “#home” in the title' }))
    const revision = await ada.revision()
    await page.context().setOffline(true)
    await workOffline(page)
    expect(await titles(page)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
    await page.context().setOffline(false)
    await allSent(ada, page, revision + 4)
    await expectEachChangeOnce(ada)
  })

  test('merges with changes made elsewhere', async () => {
    const { ada, page, revision } = await goOffline()
    await completeTask(page, 'Buy milk')
    const [stamps] = await ada.tasks({ q: 'stamps' })
    await ada.delete(stamps?.id ?? '')
    await ada.create('From elsewhere')
    await page.context().setOffline(false)
    await allSent(ada, page, revision + 3)
    await expect.poll(() => titles(page)).toEqual(['From elsewhere', 'Buy bread'])
  })
})

describe('while the server', () => {
  test.each(['refuses connections', 'does not answer'] as const)(
    '%s, changes are kept, and sent once when it is back',
    async (failure) => {
      const ada = await newUser()
      await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
      const server = await tunnel()
      const page = await open(ada, ALL_TASKS, { at: server.url })
      allowConsoleErrors(page, NETWORK_ERRORS)
      await visible(row(page, 'Buy milk'))
      await appCached(page)
      const revision = await ada.revision()
      await (failure === 'refuses connections' ? server.cut() : server.stall())
      await addParsed(page, 'Water the plants #home', '#home')
      await visible(row(page, 'Water the plants'))
      await visible(
        banner(page).getByText(
          'The server is not responding. Your changes are kept here, and sent when it is back.',
        ),
        20_000,
      )
      await addTask(page, 'Call Bob')
      await completeTask(page, 'Buy milk')
      await deleteTask(page, 'Buy stamps')
      await visible(banner(page).getByText('4 changes to be sent'))
      expect(await ada.revision()).toBe(revision)

      await server.mend()
      await hidden(banner(page), 20_000)
      await allSent(ada, page, revision + 4)
      await expectEachChangeOnce(ada)
      await expect.poll(() => titles(page)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
      await ada.create('From elsewhere')
      await visible(row(page, 'From elsewhere'), 20_000)
    },
  )
})
