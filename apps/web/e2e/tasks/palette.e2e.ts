import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { appCached, focusedText, heading, hidden, row, titles, visible } from '../support/locators.ts'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' })
const option = (page: Page, name: string | RegExp) => palette(page).getByRole('option', { name })

/** Opens the palette, types, and runs what is found first once it has this name. */
async function run(page: Page, typed: string, name: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await visible(palette(page))
  await page.keyboard.type(typed)
  const found = option(page, name).and(page.locator('[aria-selected="true"]'))
  await visible(found)
  await page.keyboard.press('Enter')
  await hidden(palette(page))
}

describe('the palette, by keys alone', () => {
  test('finds pages, tags, the theme and settings, also with typos', async () => {
    const ada = await newUser()
    await ada.create({ title: 'Water the plants', tags: ['garden'] })
    await ada.create({ title: 'Call Bob' })
    const page = await open(ada)
    await visible(row(page, 'Call Bob'))
    await run(page, 'calender', 'Calendar')
    await visible(page.getByRole('heading', { level: 1, name: /^Calendar/ }))
    await run(page, 'gadren', '#garden')
    await visible(heading(page, 'Tasks'))
    await expect.poll(() => titles(page)).toEqual(['Water the plants'])
    await run(page, 'theme dark', 'Theme: Dark')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await run(page, 'compact', 'Density: Compact')
    await expect.poll(() => page.locator('html').getAttribute('data-density')).toBe('compact')
    await run(page, 'setings pasword', 'Settings: Password')
    await expect.poll(() => page.locator('#password').isVisible()).toBe(true)
    await run(page, 'settings api', 'Settings: API keys')
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#keys')
  })

  test('finds a task of this device in spite of typos', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Renew the passport')
    const page = await open(ada)
    await visible(row(page, 'Renew the passport'))
    await appCached(page)
    await expect
      .poll(async () => {
        await page.keyboard.press('Control+k')
        await visible(palette(page))
        await page.keyboard.type('passprot')
        const found = await option(page, 'Renew the passport')
          .waitFor({ timeout: 1_500 })
          .then(() => true)
          .catch(() => false)
        if (!found) await page.keyboard.press('Escape')
        return found
      })
      .toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.get('task')).toBe(id)
  })

  test('completes, schedules, moves and deletes the task under the cursor', async () => {
    const ada = await newUser()
    const project = await ada.project('Errands')
    const [one, two, three, four] = await ada.createAll(['One', 'Two', 'Three', 'Four'])
    const page = await open(ada)
    const cursorOn = async (title: string, key: 'j' | 'k') => {
      await page.keyboard.press(key)
      await expect.poll(() => focusedText(page)).toBe(title)
    }
    await visible(row(page, 'One'))
    await cursorOn('Four', 'j')
    await cursorOn('Three', 'j')
    await run(page, 'move errands', 'Move to Errands')
    await expect.poll(async () => (await ada.task(three?.id ?? '')).projectId).toBe(project)
    await page.getByRole('button', { name: 'Two', exact: true }).focus()
    await run(page, 'urgent', /^Urgent/)
    await expect.poll(async () => (await ada.task(two?.id ?? '')).priority).toBe('urgent')
    await page.getByRole('button', { name: 'One', exact: true }).focus()
    await run(page, 'tomorow', /^Tomorrow/)
    await expect.poll(async () => (await ada.task(one?.id ?? '')).dueOn).not.toBeNull()
    await page.getByRole('button', { name: 'Four', exact: true }).focus()
    await run(page, 'complete', /^Complete or reopen/)
    await expect.poll(async () => (await ada.task(four?.id ?? '')).status).toBe('done')
    await page.getByRole('button', { name: 'Two', exact: true }).focus()
    await run(page, 'delete', /^Delete/)
    await expect.poll(() => ada.trashedTitles()).toEqual(['Two'])
  })

  test('acts on the card under the cursor, where a page has no shortcuts for that', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, '/board')
    await page.getByRole('link', { name: 'Buy milk' }).focus()
    await run(page, 'high', /^High/)
    await expect.poll(async () => (await ada.task(id)).priority).toBe('high')
    expect(await focusedText(page)).toContain('Buy milk')
  })

  test('signs out', async () => {
    const page = await open(await newUser())
    await visible(heading(page, 'Tasks'))
    await run(page, 'log out', 'Sign out')
    await visible(heading(page, 'Sign in'))
  })
})
