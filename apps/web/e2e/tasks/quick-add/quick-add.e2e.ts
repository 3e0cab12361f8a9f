import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  ALL_TASKS,
  allowConsoleErrors,
  NETWORK_ERRORS,
  newUser,
  open,
  openBlank,
} from '../../support/harness.ts'
import {
  addTask,
  appCached,
  hasFocus,
  heading,
  hidden,
  projectLink,
  row,
  titles,
  toast,
  undoButton,
  visible,
} from '../../support/locators.ts'
import { HOURS_AHEAD } from '../../support/zone.ts'

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
  const page = await open(ada, ALL_TASKS, { timezoneId: 'America/New_York', locale: 'en-US' })
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
  await page.getByRole('button', { name: 'Keep “tomorrow” in the title' }).click()
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

describe('around midnight', () => {
  /** Sets the clock of a page to a time of today, or of a day after it. */
  const setClock = (page: Page, hour: number, minute: number, days = 0) =>
    page.clock.setFixedTime(atHour(hour, minute, days))
  /** The day after today, by the browser's clock. */
  const TOMORROW = new Date(atHour(12, 0, 1) + HOURS_AHEAD * 3_600_000).toISOString().slice(0, 10)

  test('a line typed offline shows its chips, and means the day on which it was typed', async () => {
    const ada = await newUser()
    await ada.project('Home')
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('task.quickAdd')) asked.push(request.url())
    })
    await visible(projectLink(page, 'Home'))
    await appCached(page)
    await page.context().setOffline(true)
    await setClock(page, 23, 50)
    await input(page).fill('Call Bob tomorrow #work +home')
    await expect.poll(() => chips(page)).toEqual(['Due: Tomorrow', 'Tag: work', 'Project: Home'])
    await page.keyboard.press('Enter')
    await expect.poll(() => row(page, 'Call Bob').textContent()).toMatch(/Tomorrow.*Home.*#work/)
    // A line that names no title is explained at once.
    await addTask(page, 'tomorrow')
    await visible(page.getByRole('alert').filter({ hasText: 'Add a few words for the title' }))

    await setClock(page, 0, 10, 1)
    await page.context().setOffline(false)
    await expect
      .poll(() => ada.tasks(), { timeout: 15_000 })
      .toMatchObject([{ title: 'Call Bob', dueOn: TOMORROW, tags: ['work'], version: 1 }])
    expect(asked).toEqual([])
  })

  test('so does one that was added before the parser was loaded', async () => {
    const ada = await newUser()
    const page = await openBlank(ada, { serviceWorkers: 'block' })
    allowConsoleErrors(page, NETWORK_ERRORS, /^Service Worker registration blocked/)
    await page.route(/parse-line/, (route) => route.abort())
    await setClock(page, 23, 50)
    await page.goto(ada.url + ALL_TASKS)
    await visible(heading(page, 'All clear'))
    await addTask(page, 'Call Bob tomorrow #work')
    await visible(row(page, 'Call Bob tomorrow #work'))
    await setClock(page, 0, 10, 1)
    await page.unrouteAll()
    await visible(row(page, 'Call Bob'))
    await expect
      .poll(() => ada.tasks())
      .toMatchObject([{ title: 'Call Bob', dueOn: TOMORROW, tags: ['work'], version: 1 }])
  })
})

/** In milliseconds since 1970: an hour of today by the browser's clock, or of a day after it. */
function atHour(hour: number, minute: number, days: number): number {
  const local = new Date(Date.now() + HOURS_AHEAD * 3_600_000)
  local.setUTCHours(hour, minute, 0, 0)
  return local.getTime() + (days * 24 - HOURS_AHEAD) * 3_600_000
}
