import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  expectTrouble,
  gone,
  NETWORK,
  newUser,
  open,
  row,
  seen,
  sheet,
  titleIn,
  titles,
} from '../support/harness.ts'
import { tunnel } from '../support/tunnel.ts'
import type { User } from '../support/user.ts'

/** How soon a change shows elsewhere, in milliseconds. */
const SOON = 1_000

const add = async (page: Page, text: string) => {
  await page.getByLabel('New task').fill(text)
  await page.keyboard.press('Enter')
}
const complete = (page: Page, title: string) =>
  page.getByRole('button', { name: `Complete “${title}”` }).click()
const remove = async (page: Page, title: string) => {
  await titleIn(page, title).focus()
  await page.keyboard.press('#')
}
const banner = (page: Page) =>
  page.getByRole('status').filter({ hasText: /^You are offline|^The server does/ })

/** Each change counts once in the revision, however often it was sent. */
async function isSettled(user: User, page: Page, revision: number) {
  await gone(banner(page))
  await expect.poll(() => user.revision(), { timeout: 15_000 }).toBe(revision)
}

describe('what is done in one place shows in the other within a second:', () => {
  test.each(['two browsers', 'two tabs'])('%s', async (where) => {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const one = await open(ada)
    const other = where === 'two tabs' ? await one.context().newPage() : await open(ada)
    await other.goto(one.url())
    await seen(row(one, 'Buy milk'))
    await seen(row(other, 'Buy milk'))
    // Both follow: what comes from elsewhere shows in both.
    await ada.create('Buy butter')
    await seen(row(one, 'Buy butter'))
    await seen(row(other, 'Buy butter'))

    await add(one, 'Sell the bike')
    await seen(row(other, 'Sell the bike'), SOON)
    await complete(other, 'Buy milk')
    await gone(row(one, 'Buy milk'), SOON)
    await remove(one, 'Buy stamps')
    await gone(row(other, 'Buy stamps'), SOON)
    await titleIn(other, 'Buy bread').focus()
    await other.keyboard.press('4')
    await seen(row(one, 'Buy bread').getByText('Urgent'), SOON)
    await one.keyboard.press('Control+z')
    await seen(row(other, 'Buy stamps'), SOON)

    const shown = ['Sell the bike', 'Buy butter', 'Buy bread', 'Buy stamps']
    await expect.poll(() => titles(one)).toEqual(shown)
    await expect.poll(() => titles(other)).toEqual(shown)
    expect(await ada.titles({ status: 'todo' })).toEqual(shown)
  })

  test('what another program does, also in an open sheet and to what is counted', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await titleIn(page, 'Buy milk').click()
    await seen(sheet(page))
    await ada.update(id, { title: 'Buy oat milk' })
    await expect
      .poll(() => sheet(page).getByLabel('Title').inputValue(), { timeout: SOON })
      .toBe('Buy oat milk')
    await page.keyboard.press('Escape')
    await ada.createAll(['One', 'Two'])
    await seen(page.getByText('3 tasks', { exact: true }), 2 * SOON)
  })

  test('another user sees nothing of it', async () => {
    const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
    const page = await open(bob)
    await seen(page.getByRole('heading', { name: 'All clear' }))
    await ada.create('A secret of Ada')
    await bob.create('A task of Bob')
    await seen(row(page, 'A task of Bob'), SOON)
    expect(await titles(page)).toEqual(['A task of Bob'])
  })
})

/** Adds two tasks, completes one and deletes one: four changes. */
async function workOffline(page: Page) {
  await add(page, 'Water the plants #home')
  await add(page, 'Call Bob')
  await complete(page, 'Buy milk')
  await remove(page, 'Buy stamps')
  await seen(banner(page).getByText('4 changes to be sent'))
}

async function isDoneOnce(ada: User) {
  expect(await ada.titles()).toEqual(['Call Bob', 'Water the plants', 'Buy bread', 'Buy milk'])
  expect(await ada.titled('Water the plants')).toMatchObject({ tags: ['home'], version: 1 })
  expect(await ada.titled('Call Bob')).toMatchObject({ version: 1 })
  expect(await ada.titled('Buy milk')).toMatchObject({ status: 'done', version: 2 })
  expect(await ada.titled('Buy bread')).toMatchObject({ version: 1 })
  expect(await ada.trashed()).toEqual(['Buy stamps'])
}

/** Waits until the browser can open the app, and everything in it, by itself. */
const isKept = (page: Page) =>
  expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)

describe('what is done offline', () => {
  async function start() {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const page = await open(ada)
    expectTrouble(page, NETWORK)
    await seen(row(page, 'Buy milk'))
    await isKept(page)
    await page.context().setOffline(true)
    await seen(
      banner(page).getByText('You are offline. What you do is kept here, and sent when you are back.'),
    )
    return { ada, page, revision: await ada.revision() }
  }

  test('shows at once, and is sent on return, once', async () => {
    const { ada, page, revision } = await start()
    await workOffline(page)
    const shown = ['Call Bob', 'Water the plants #home', 'Buy bread']
    expect(await titles(page)).toEqual(shown)
    expect(await ada.revision()).toBe(revision)

    await page.context().setOffline(false)
    await isSettled(ada, page, revision + 4)
    await isDoneOnce(ada)
    await expect.poll(() => titles(page)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
    // And what others do shows again.
    await ada.create('From elsewhere')
    await seen(row(page, 'From elsewhere'))
    expect(await ada.revision()).toBe(revision + 5)
  })

  test('is undone offline, too', async () => {
    const { ada, page, revision } = await start()
    await remove(page, 'Buy milk')
    await gone(row(page, 'Buy milk'))
    await page.keyboard.press('Control+z')
    await seen(row(page, 'Buy milk'))
    await page.context().setOffline(false)
    await gone(banner(page))
    // The deletion, and what undoes it.
    await expect.poll(() => ada.revision()).toBe(revision + 2)
    expect(await ada.titles()).toEqual(['Buy bread', 'Buy stamps', 'Buy milk'])
    expect(await ada.trashed()).toEqual([])
  })

  test('outlives the page that did it', async () => {
    const { ada, page, revision } = await start()
    await workOffline(page)
    const context = page.context()
    await page.close()
    await context.setOffline(false)
    expect(await ada.revision()).toBe(revision)
    const again = await context.newPage()
    await again.goto(ada.url)
    await seen(row(again, 'Call Bob'))
    await isSettled(ada, again, revision + 4)
    await isDoneOnce(ada)
    await expect.poll(() => titles(again)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
  })

  test('outlives a reload while there is no network', async () => {
    const { ada, page, revision } = await start()
    await workOffline(page)
    await page.reload()
    // The app itself is kept in the browser; what it shows has to be asked for.
    await seen(page.getByRole('heading', { name: 'Tandem cannot be reached' }), 20_000)
    await page.context().setOffline(false)
    await seen(row(page, 'Call Bob'), 20_000)
    await isSettled(ada, page, revision + 4)
    await isDoneOnce(ada)
  })

  test('is sent once though two tabs come back', async () => {
    const { ada, page, revision } = await start()
    await page.context().setOffline(false)
    const other = await page.context().newPage()
    await other.goto(ada.url)
    await seen(row(other, 'Buy milk'))
    await page.context().setOffline(true)
    await seen(banner(other))
    await workOffline(page)
    await add(other, 'From the other tab')
    await page.context().setOffline(false)
    await isSettled(ada, page, revision + 5)
    await gone(banner(other))
    const shown = ['Buy bread', 'Call Bob', 'From the other tab', 'Water the plants']
    await expect.poll(async () => (await titles(page)).toSorted()).toEqual(shown)
    await expect.poll(async () => (await titles(other)).toSorted()).toEqual(shown)
    expect(await ada.titles({ status: 'done' })).toEqual(['Buy milk'])
    expect(await ada.revision()).toBe(revision + 5)
  })

  test('does not take the app down where the browser has not kept it', async () => {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const page = await open(ada, '/', { serviceWorkers: 'block' })
    expectTrouble(page, NETWORK, /dynamically imported module/, /^Service Worker registration blocked/)
    await seen(row(page, 'Buy milk'))
    const revision = await ada.revision()
    await page.context().setOffline(true)
    await workOffline(page)
    expect(await titles(page)).toEqual(['Call Bob', 'Water the plants #home', 'Buy bread'])
    await page.context().setOffline(false)
    await isSettled(ada, page, revision + 4)
    await isDoneOnce(ada)
  })

  test('meets what others did meanwhile', async () => {
    const { ada, page, revision } = await start()
    await complete(page, 'Buy milk')
    const [stamps] = await ada.tasks({ q: 'stamps' })
    await ada.delete(stamps?.id ?? '')
    await ada.create('From elsewhere')
    await page.context().setOffline(false)
    await isSettled(ada, page, revision + 3)
    await expect.poll(() => titles(page)).toEqual(['From elsewhere', 'Buy bread'])
  })
})

describe('while the server', () => {
  test.each(['gone', 'stuck'] as const)('is %s, nothing is lost, and nothing happens twice', async (how) => {
    const ada = await newUser()
    await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
    const server = await tunnel()
    const page = await open(ada, '/', { at: server.url })
    expectTrouble(page, NETWORK)
    await seen(row(page, 'Buy milk'))
    await isKept(page)
    const revision = await ada.revision()
    await (how === 'gone' ? server.cut() : server.stall())
    await add(page, 'Water the plants #home')
    await seen(row(page, 'Water the plants #home'))
    await seen(
      banner(page).getByText(
        'The server does not answer. What you do is kept here, and sent when it is back.',
      ),
      20_000,
    )
    await add(page, 'Call Bob')
    await complete(page, 'Buy milk')
    await remove(page, 'Buy stamps')
    await seen(banner(page).getByText('4 changes to be sent'))
    expect(await ada.revision()).toBe(revision)

    await server.mend()
    await gone(banner(page), 20_000)
    await isSettled(ada, page, revision + 4)
    await isDoneOnce(ada)
    await expect.poll(() => titles(page)).toEqual(['Call Bob', 'Water the plants', 'Buy bread'])
    await ada.create('From elsewhere')
    await seen(row(page, 'From elsewhere'), 20_000)
  })
})
