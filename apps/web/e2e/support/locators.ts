import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export const visible = (locator: Locator, timeout?: number) =>
  locator.first().waitFor({ state: 'visible', ...(timeout && { timeout }) })
export const hidden = (locator: Locator, timeout?: number) =>
  locator.first().waitFor({ state: 'hidden', ...(timeout && { timeout }) })

export const hasFocus = (locator: Locator) =>
  expect.poll(() => locator.evaluate((element) => element === document.activeElement)).toBe(true)

export const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

/** Waits until a page has loaded its data and no animation runs. */
export async function settled(page: Page): Promise<void> {
  // Selected by tag, because an open dialog hides the heading's role.
  await visible(page.locator('h1'))
  await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))))
}

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name, exact: typeof name === 'string' })

/** What a user without tasks sees first. */
export const emptyToday = (page: Page) => heading(page, 'Nothing due today')

/** The link to all tasks, with their number beside it. */
export const tasksLink = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Tasks/ })
export const list = (page: Page) => page.getByRole('list', { name: 'Tasks', exact: true })
/** The list of what is due today, on the page of today. */
export const todayList = (page: Page) => page.getByRole('list', { name: 'Today', exact: true })
export const row = (page: Page, title: string) =>
  list(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) })
export const titleIn = (page: Page, title: string) =>
  list(page).getByRole('button', { name: title, exact: true })
export const titles = (page: Page) => list(page).locator('[data-task-focus]').allTextContents()
export const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search tasks' })
export const sheet = (page: Page) => page.getByRole('dialog', { name: 'Task', exact: true })
/** The chip of a property of the task in the sheet, which opens a menu of its values. */
export const property = (page: Page, name: string) =>
  sheet(page).getByRole('button', { name: new RegExp(`^${name} `) })
/** The notes in the sheet as they are shown while they are not edited. */
export const shownNotes = (page: Page) => sheet(page).getByRole('group', { name: 'Notes' })
export const sidebar = (page: Page) => page.getByRole('region', { name: 'Projects' })
/** The link of a project in the sidebar. With a number, only once it shows as many open tasks. */
export const projectLink = (page: Page, name: string, open?: number) =>
  sidebar(page).getByRole('link', {
    name: open === undefined ? name : new RegExp(`^${name}\\s*${open} open$`),
  })
export const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notifications' }).getByRole('listitem').filter({ hasText: text })
export const undoButton = (page: Page, label: string | RegExp) =>
  toast(page, label).getByRole('button', { name: 'Undo' })
export const actionsButton = (page: Page, title: string) =>
  page.getByRole('button', { name: `Actions for “${title}”` })

/** Opens a menu with its button and chooses an item. */
export async function choose(page: Page, button: Locator, item: string | RegExp): Promise<void> {
  await button.click()
  const exact = typeof item === 'string'
  const menu = page.getByRole('menu')
  const options = { name: item, exact }
  await menu.getByRole('menuitem', options).or(menu.getByRole('menuitemcheckbox', options)).click()
}

export async function addTask(page: Page, text: string): Promise<void> {
  await page.getByLabel('New task').fill(text)
  await page.keyboard.press('Enter')
}

/** Adds a task once its line is parsed, which a chip shows. */
export async function addParsed(page: Page, text: string, recognised: string): Promise<void> {
  await page.getByLabel('New task').fill(text)
  await visible(page.getByRole('button', { name: `Keep “${recognised}” in the title` }))
  await page.keyboard.press('Enter')
}

export const completeTask = (page: Page, title: string) =>
  page.getByRole('button', { name: `Complete “${title}”` }).click()

export async function deleteTask(page: Page, title: string): Promise<void> {
  await titleIn(page, title).focus()
  await page.keyboard.press('#')
}

/** Scrolls down until a task shows. Returns the largest number of rows that were in the page on the way. */
export async function scrollToTask(page: Page, title: string): Promise<number> {
  let maxRows = 0
  await expect
    .poll(
      async () => {
        maxRows = Math.max(maxRows, await list(page).getByRole('listitem').count())
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
        return row(page, title).isVisible()
      },
      { timeout: 100_000, interval: 20 },
    )
    .toBe(true)
  return maxRows
}

/** Waits until the service worker has cached the app, so that it opens without a network. */
export const appCached = (page: Page) =>
  expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
