import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { hasFocus, heading, hidden, row, titles, toast, undoButton, visible } from '../support/locators.ts'

const input = (page: Page) => page.getByLabel('New task')

/** The chips of the recognised parts, as a screen reader reads them. */
const chips = async (page: Page) =>
  (
    await page
      .getByRole('list', { name: 'Recognised in your text', includeHidden: true })
      .getByRole('listitem')
      .allTextContents()
  ).map((text) => text.replace(/\s/g, ' '))

/** An hour of tomorrow, by the browser's clock. */
const tomorrowAt = (page: Page, hour: number) =>
  page.evaluate((at) => {
    const date = new Date()
    date.setDate(date.getDate() + 1)
    date.setHours(at, 0, 0, 0)
    return date.toISOString()
  }, hour)

test('a line of text becomes a task with a date, a tag and a priority, in the time zone of the browser', async () => {
  const ada = await newUser()
  const page = await open(ada, '/', { timezoneId: 'America/New_York', locale: 'en-US' })
  await input(page).fill('Buy milk tomorrow 5pm #home !high')
  await expect.poll(() => chips(page)).toEqual(['Due: Tomorrow 5:00 PM', 'Tag: home', 'Priority: High'])
  expect(await ada.titles()).toEqual([])
  await page.keyboard.press('Enter')

  await visible(row(page, 'Buy milk'))
  await expect.poll(() => row(page, 'Buy milk').textContent()).toMatch(/Tomorrow 5:00\sPM.*High.*#home/)
  expect(await input(page).inputValue()).toBe('')
  await expect.poll(() => chips(page)).toEqual([])
  const dueAt = await tomorrowAt(page, 17)
  await expect
    .poll(() => ada.tasks())
    .toMatchObject([
      { title: 'Buy milk', dueAt, tags: ['home'], priority: 'high', status: 'todo', version: 1 },
    ])
})

test('a rejected chip stays in the title as text', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill('Watch tomorrow #film')
  await expect.poll(() => chips(page)).toEqual(['Due: Tomorrow', 'Tag: film'])
  await page.getByRole('button', { name: 'Keep “tomorrow” as words of the title' }).click()
  await expect.poll(() => chips(page)).toEqual(['Tag: film'])
  // It stays rejected while more is typed.
  await input(page).press('End')
  await input(page).pressSequentially(' !low')
  await expect.poll(() => chips(page)).toEqual(['Tag: film', 'Priority: Low'])
  await page.getByRole('button', { name: 'Add', exact: true }).click()

  await visible(row(page, 'Watch tomorrow'))
  await expect
    .poll(() => ada.tasks())
    .toMatchObject([{ title: 'Watch tomorrow', dueAt: null, tags: ['film'], priority: 'low' }])
})

test('“Tomorrow’s” inside a title is not taken for a date', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill("Read Tomorrow's paper #news")
  await expect.poll(() => chips(page)).toEqual(['Tag: news'])
  await page.keyboard.press('Enter')
  await visible(row(page, "Read Tomorrow's paper"))
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: "Read Tomorrow's paper", dueAt: null }])
})

test('Enter adds the task without waiting for the chips', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill('Call Bob tomorrow 9am #work')
  await page.keyboard.press('Enter')
  await visible(row(page, 'Call Bob'))
  await expect.poll(() => titles(page)).toEqual(['Call Bob'])
  const dueAt = await tomorrowAt(page, 9)
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Call Bob', dueAt, tags: ['work'] }])
})

test('c adds a task from any page, and the toast undoes it', async () => {
  const ada = await newUser()
  const page = await open(ada, '/trash')
  await visible(heading(page, 'Trash'))
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Add a task' })
  await visible(dialog)
  await hasFocus(dialog.getByLabel('New task'))
  await page.keyboard.type('Water the plants #home')
  await page.keyboard.press('Enter')
  await hidden(dialog)
  await visible(toast(page, 'Task added'))
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Water the plants', tags: ['home'] }])

  await undoButton(page, 'Task added').click()
  await expect.poll(() => ada.titles()).toEqual([])
  await visible(toast(page, 'Undone: task added'))
})
