import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { heading, settled, sheet, visible } from '../support/locators.ts'
import { PHONE, TABLET } from '../support/touch.ts'
import { dayAfter } from '../support/zone.ts'

const WORD = 'x'.repeat(250)
const WORDS = `Long ${'and longer '.repeat(22)}`.trim()

async function userWithLongTitles() {
  const ada = await newUser()
  const dueOn = dayAfter(0)
  const [one, other, deleted] = await ada.createAll([
    { title: WORD, dueOn },
    { title: WORDS, dueOn },
    { title: `${WORD}y`, dueOn },
  ])
  if (deleted) await ada.delete(deleted.id)
  return { ada, word: one?.id ?? '', words: other?.id ?? '' }
}

/** How many lines of text an element shows. */
const linesOf = (locator: Locator) =>
  locator.evaluate((element) => {
    const style = getComputedStyle(element)
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom)
    return Math.round((element.clientHeight - padding) / Number.parseFloat(style.lineHeight))
  })

/** The row or the card of a task. */
const taskOf = (page: Page, id: string) => page.locator(`[data-task-id="${id}"]`)

test('a long title has two lines in a list, all of it under the pointer, and all of it in the panel', async () => {
  const { ada, words } = await userWithLongTitles()
  const page = await open(ada, '/all', PHONE)
  const title = taskOf(page, words).locator('[data-task-focus]')
  await visible(title)
  expect(await linesOf(title.locator('span'))).toBe(2)
  await title.hover()
  expect(await title.getAttribute('title')).toBe(WORDS)
  await title.click()
  await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe(WORDS)
  const field = sheet(page).getByLabel('Title')
  expect(await field.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(
    1,
  )
})

test('and on the board; a short one has no tooltip', async () => {
  const { ada, words } = await userWithLongTitles()
  const short = await ada.create('Short')
  const page = await open(ada, '/board')
  const title = taskOf(page, words)
  await visible(title)
  expect(await linesOf(title)).toBe(2)
  await title.hover()
  expect(await title.getAttribute('title')).toBe(WORDS)
  await taskOf(page, short.id).hover()
  expect(await taskOf(page, short.id).getAttribute('title')).toBe('')
})

test('one long word widens no page', async () => {
  const { ada, word } = await userWithLongTitles()
  for (const device of [PHONE, TABLET, {}]) {
    const page = await open(ada, '/all', device)
    for (const path of [
      '/today',
      '/upcoming',
      '/all',
      '/board',
      '/calendar',
      '/calendar?view=week',
      '/trash',
      `/all?task=${word}`,
    ]) {
      await page.goto(ada.url + path)
      await settled(page)
      const beyond = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      await expect.poll(beyond, { message: path }).toBe(0)
    }
    await visible(heading(page, 'Tasks').or(sheet(page)))
  }
})

test('a long name of a project has one line, in the list of projects and in a row of tasks', async () => {
  const ada = await newUser()
  const projectId = await ada.project('Renovation of the old house in the country')
  await ada.project('Home')
  const { id } = await ada.create({ title: 'Paint', projectId, priority: 'high', dueOn: dayAfter(0) })
  const page = await open(ada, '/projects', PHONE)
  const heightOf = async (name: RegExp) => (await page.getByRole('link', { name }).boundingBox())?.height
  await visible(heading(page, 'Projects'))
  await expect.poll(() => heightOf(/^Renovation/)).toBe(await heightOf(/^Home/))

  await page.goto(`${ada.url}/all`)
  const labels = taskOf(page, id).locator('[data-task-focus] + div')
  await visible(labels.getByText('Renovation'))
  expect((await labels.boundingBox())?.height).toBeLessThan(24)
  const { x = 0, width = 0 } = (await labels.getByText('Renovation').boundingBox()) ?? {}
  expect(width).toBeGreaterThan(40)
  expect(x + width).toBeLessThan(390)
})
