import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { gone, newUser, open, row, seen, titles, toast } from '../support/harness.ts'

const input = (page: Page) => page.getByLabel('New task')

/** What was recognised, as it is read aloud. */
const chips = async (page: Page) =>
  (
    await page
      .getByRole('list', { name: 'Recognised in your text', includeHidden: true })
      .getByRole('listitem')
      .allTextContents()
  ).map((text) => text.replace(/\s/g, ' '))

/** An hour of tomorrow, by the clock of the browser. */
const tomorrowAt = (page: Page, hour: number) =>
  page.evaluate((at) => {
    const date = new Date()
    date.setDate(date.getDate() + 1)
    date.setHours(at, 0, 0, 0)
    return date.toISOString()
  }, hour)

test('a line becomes a task with a date, a tag and a priority, in the zone of the browser', async () => {
  const ada = await newUser()
  const page = await open(ada, '/', { timezoneId: 'America/New_York', locale: 'en-US' })
  await input(page).fill('Buy milk tomorrow 5pm #home !high')
  await expect.poll(() => chips(page)).toEqual(['Due: Tomorrow 5:00 PM', 'Tag: home', 'Priority: High'])
  expect(await ada.titles()).toEqual([])
  await page.keyboard.press('Enter')

  await seen(row(page, 'Buy milk'))
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

test('what was recognised and is not meant stays in the title', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill('Watch Tomorrow #film')
  await expect.poll(() => chips(page)).toEqual(['Due: Tomorrow', 'Tag: film'])
  await page.getByRole('button', { name: 'Keep “Tomorrow” as words of the title' }).click()
  await expect.poll(() => chips(page)).toEqual(['Tag: film'])
  // It stays rejected while the rest is typed.
  await input(page).press('End')
  await input(page).pressSequentially(' !low')
  await expect.poll(() => chips(page)).toEqual(['Tag: film', 'Priority: Low'])
  await page.getByRole('button', { name: 'Add', exact: true }).click()

  await seen(row(page, 'Watch Tomorrow'))
  await expect
    .poll(() => ada.tasks())
    .toMatchObject([{ title: 'Watch Tomorrow', dueAt: null, tags: ['film'], priority: 'low' }])
})

test('“Read Tomorrow’s paper” loses no word, and nothing has to be rejected', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill("Read Tomorrow's paper #news")
  await expect.poll(() => chips(page)).toEqual(['Tag: news'])
  await page.keyboard.press('Enter')
  await seen(row(page, "Read Tomorrow's paper"))
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: "Read Tomorrow's paper", dueAt: null }])
})

test('Enter does not wait for what would be recognised', async () => {
  const ada = await newUser()
  const page = await open(ada)
  await input(page).fill('Call Bob tomorrow 9am #work')
  await page.keyboard.press('Enter')
  await seen(row(page, 'Call Bob'))
  await expect.poll(() => titles(page)).toEqual(['Call Bob'])
  const dueAt = await tomorrowAt(page, 9)
  expect(await ada.tasks()).toMatchObject([{ title: 'Call Bob', dueAt, tags: ['work'] }])
})

test('c adds a task from any page, and the toast takes it back', async () => {
  const ada = await newUser()
  const page = await open(ada, '/trash')
  await seen(page.getByRole('heading', { name: 'Trash' }))
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Add a task' })
  await seen(dialog)
  await expect
    .poll(() => dialog.getByLabel('New task').evaluate((it) => it === document.activeElement))
    .toBe(true)
  await page.keyboard.type('Water the plants #home')
  await page.keyboard.press('Enter')
  await gone(dialog)
  await seen(toast(page, 'Task added'))
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Water the plants', tags: ['home'] }])

  await toast(page, 'Task added').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => ada.titles()).toEqual([])
  await seen(toast(page, 'Undone: task added'))
})
