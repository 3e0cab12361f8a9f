import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { ALL_TASKS, allowConsoleErrors, NETWORK_ERRORS, newUser, open, url } from '../support/harness.ts'
import { row, settled, sheet, titleIn, visible } from '../support/locators.ts'
import { pngFile, textFile, toFile } from '../support/sample-files.ts'
import { createSampleProjects } from '../support/sample-tasks.ts'
import { ADMIN } from '../support/server/global-setup.ts'
import { User } from '../support/server/user.ts'

/** A user with sample tasks, one of them in the trash, and their projects. */
async function userWithTasks(): Promise<User> {
  const user = await newUser()
  await createSampleProjects(user)
  const [deleted] = await user.tasks()
  if (deleted) await user.delete(deleted.id)
  return user
}

const dialog = (page: Page) => page.getByRole('dialog')

const PAGES = [
  '/today',
  '/upcoming',
  '/all',
  '/board',
  '/calendar',
  '/calendar?view=week',
  '/stats',
  '/trash',
  '/projects',
  '/account',
  '/import',
  '/admin',
  '/nowhere',
]
/** With a session or without one. */
const MAIL_PAGES = ['/forgot-password', '/reset-password#token=x', '/verify-email#token=x']
const THEMES = ['light', 'dark'] as const
const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 390, height: 844 }

describe('axe finds no violation', () => {
  // A phone has the same colours as a desktop, so one theme is enough.
  test.each([
    ['desktop, light', 'light', WIDE],
    ['desktop, dark', 'dark', WIDE],
    ['phone, light', 'light', NARROW],
  ] as const)('on any page, %s', async (_, colorScheme, viewport) => {
    const user = await userWithTasks()
    const page = await open(user, ALL_TASKS, { colorScheme, viewport })
    const found: Record<string, string[]> = {}
    const [project] = await user.projects()
    for (const path of [...PAGES, `/projects/${project?.id}`]) {
      await page.goto(url + path)
      found[path] = await violations(page)
    }
    for (const path of ['/sign-in', '/sign-up', ...MAIL_PAGES]) {
      const signedOut = await open(undefined, path, { colorScheme, viewport })
      allowConsoleErrors(signedOut, /422/)
      found[path] = await violations(signedOut)
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
  })

  test.each(THEMES)(
    'with the sheet, a dialog, a menu, the toolbar or a toast open, %s',
    async (colorScheme) => {
      const user = await userWithTasks()
      const page = await open(user, '/?status=all', { colorScheme })
      const [task] = await user.tasks({ status: 'todo' })
      const title = task?.title ?? ''
      await visible(row(page, title))
      const found: Record<string, string[]> = {}
      const scan = async (name: string) => {
        found[name] = await violations(page)
      }

      await titleIn(page, title).click()
      await visible(sheet(page).getByLabel('Title'))
      await scan('sheet')
      await sheet(page).getByRole('textbox', { name: 'New comment' }).fill('A comment')
      await sheet(page).getByRole('button', { name: 'Comment', exact: true }).click()
      await page.getByRole('button', { name: 'Delete the comment “A comment”' }).click()
      await visible(page.getByText('Delete this comment for good?'))
      await scan('comments')
      await sheet(page)
        .getByRole('button', { name: /^Project/ })
        .click()
      await visible(page.getByRole('menu'))
      await scan('menu of projects')
      await page.keyboard.press('Escape')
      await sheet(page).getByRole('button', { name: 'Close' }).click()

      for (const [name, key] of [
        ['palette', 'Control+k'],
        ['shortcuts', '?'],
        ['quick add', 'c'],
      ] as const) {
        await page.keyboard.press(key)
        await visible(dialog(page))
        await scan(name)
        await page.keyboard.press('Escape')
        await dialog(page).waitFor({ state: 'detached' })
      }
      await page.getByRole('button', { name: `Actions for “${title}”` }).click()
      await visible(page.getByRole('menu'))
      await scan('menu')
      await page.keyboard.press('Escape')
      await page.getByRole('checkbox', { name: `Select “${title}”` }).click()
      await visible(page.getByRole('toolbar'))
      await page.getByLabel('New task').fill('Buy milk tomorrow #home !high')
      await visible(page.getByRole('list', { name: 'Recognised in your text' }).getByRole('listitem'))
      await scan('selection and chips')
      await page.keyboard.press('Enter')
      await visible(page.getByText('Task added'))
      await scan('toast')
      await page.context().setOffline(true)
      allowConsoleErrors(page, /Failed to load resource|WebSocket/)
      await visible(page.getByText('You are offline'))
      await scan('offline')
      expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
    },
  )

  test.each(THEMES)('with files in the sheet, and an image open, %s', async (colorScheme) => {
    const user = await newUser()
    const { id } = await user.create('With files')
    for (const file of [pngFile('blue.png'), textFile('note.txt')]) await user.addFile(id, toFile(file))
    const page = await open(user, `/?task=${id}`, { colorScheme })
    allowConsoleErrors(page, NETWORK_ERRORS)
    await page.getByRole('button', { name: 'Delete “note.txt”' }).click()
    await sheet(page).locator('input[type=file]').setInputFiles(textFile('page.html', '<html>'))
    await visible(sheet(page).getByText('Files of this type cannot be added'))
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Show “blue.png”' }).click()
    await visible(page.getByRole('img', { name: 'blue.png' }))
    expect(await violations(page)).toEqual([])
  })
})

test('axe finds no violation on the admin page of an administrator', async () => {
  const grace = await new User(url, ADMIN).signIn()
  for (const colorScheme of THEMES) {
    const page = await open(grace, '/admin', { colorScheme })
    await visible(page.getByRole('table'))
    expect(await violations(page)).toEqual([])
  }
})

test('no page scrolls sideways on a narrow phone', async () => {
  const user = await userWithTasks()
  await user.create({ title: `A title without a space: ${'x'.repeat(200)}`, tags: ['y'.repeat(50)] })
  const page = await open(user, ALL_TASKS, { viewport: NARROW })
  allowConsoleErrors(page, /422/)
  for (const path of [...PAGES, ...MAIL_PAGES]) {
    await page.goto(url + path)
    await settled(page)
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: NARROW.height })
      // Polled, because a chart redraws after its container was resized.
      const pageWidth = () => page.evaluate(() => document.documentElement.scrollWidth)
      await expect.poll(pageWidth, { message: `${path} at ${width}` }).toBeLessThanOrEqual(width)
    }
  }
})

test('nor does the panel of a task, with all that a task can have', async () => {
  const user = await newUser()
  const { id } = await user.create({
    title: 'x'.repeat(200),
    tags: ['y'.repeat(50)],
    description: 'z'.repeat(200),
    dueAt: '2030-01-01T12:00:00Z',
    reminder: 10,
  })
  await user.request('POST', `/${user.id}/tasks/${id}/comments`, { body: 'c'.repeat(200) })
  const page = await open(user, `/?task=${id}`, { viewport: { width: 320, height: 640 } })
  await sheet(page)
    .locator('input[type=file]')
    .setInputFiles(textFile(`${'f'.repeat(200)}.txt`))
  await visible(sheet(page).getByRole('list', { name: 'Files' }))
  await visible(sheet(page).getByText('c'.repeat(200)))
  const beyond = () => sheet(page).evaluate((panel) => panel.scrollWidth - panel.clientWidth)
  await expect.poll(beyond).toBe(0)
  await page.setViewportSize({ width: 390, height: 640 })
  await expect.poll(beyond).toBe(0)
})
