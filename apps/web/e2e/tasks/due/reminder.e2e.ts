import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dueButton, pickSuggestion } from '../../support/date-picker.ts'
import { ALL_TASKS, newUser, openBlank, serverHas, url } from '../../support/harness.ts'
import { choose, hidden, property, row, sheet, titleIn, visible } from '../../support/locators.ts'

const HOUR_MS = 3_600_000
const field = (page: Page) => property(page, 'Reminder')
const dueIn = (ms: number) => new Date(Date.now() + ms).toISOString()

/** Chromium without a window shows no notifications. This records them instead, and allows them once it is asked. */
function recordNotifications() {
  const state = { shown: [] as { title: string; onclick?: () => void }[], asked: 0 }
  class Recorded {
    static get permission() {
      return localStorage.getItem('test.permission') ?? 'default'
    }
    static async requestPermission() {
      state.asked += 1
      localStorage.setItem('test.permission', 'granted')
      return 'granted'
    }
    onclick?: () => void
    constructor(readonly title: string) {
      state.shown.push(this)
    }
    close() {}
  }
  Object.assign(window, { Notification: Recorded, recorded: state })
}

const read = <T>(page: Page, expression: string) => page.evaluate(expression) as Promise<T>
const asked = (page: Page) => read<number>(page, 'recorded.asked')
const shown = (page: Page) => read<string[]>(page, 'recorded.shown.map(({ title }) => title)')

test('a reminder is chosen beside the due date, and goes with it', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Buy milk', dueAt: dueIn(48 * HOUR_MS) })
  const { id: loose } = await ada.create('Loose')
  const page = await openBlank(ada)
  await page.addInitScript(recordNotifications)
  await page.goto(`${url}/?task=${id}`)
  await visible(field(page))
  await field(page).click()
  await visible(page.getByRole('menu'))
  expect(await page.getByRole('menuitemcheckbox').allTextContents()).toEqual([
    'No reminder',
    'At the time',
    '10 minutes before',
    '30 minutes before',
    '1 hour before',
    '1 day before',
  ])
  await page.getByRole('menuitemcheckbox', { name: '1 day before' }).click()
  await serverHas(ada, id, { reminder: 1440 })
  expect(await asked(page)).toBe(1)
  await choose(page, field(page), 'No reminder')
  await serverHas(ada, id, { reminder: null })
  await ada.update(id, { reminder: 45 })
  await expect.poll(() => field(page).textContent()).toBe('45 minutes before')
  await pickSuggestion(page, 'No date')
  await hidden(field(page))
  await serverHas(ada, id, { dueAt: null, reminder: null })
  await page.goto(`${url}/?task=${loose}`)
  await visible(dueButton(page))
  expect(await field(page).count()).toBe(0)
})

// A title is text, in a notification as well.
const FIRST = '<img src=x onerror=alert(1)>'

test('a notification shows at the time, in one of several pages, and opens the task', async () => {
  const ada = await newUser()
  const page = await openBlank(ada)
  await page.context().addInitScript(recordNotifications)
  await page.goto(url + ALL_TASKS)
  const other = await page.context().newPage()
  await ada.create({ title: FIRST, dueAt: dueIn(HOUR_MS + 1_000) })
  await titleIn(page, FIRST).click()
  await choose(page, field(page), '1 hour before')
  await page.keyboard.press('Escape')
  await other.goto(`${url}/stats`)
  const inBoth = async () => [...(await shown(page)), ...(await shown(other))].sort()
  await expect.poll(inBoth).toEqual([FIRST])
  // By the time of the second, both pages have seen that of the first.
  await ada.create({ title: 'Second', dueAt: dueIn(1_000), reminder: 0 })
  await expect.poll(inBoth).toEqual([FIRST, 'Second'])
  const where = (await shown(page)).includes('Second') ? page : other
  await where.evaluate('recorded.shown.find(({ title }) => title === "Second").onclick()')
  await expect.poll(() => sheet(where).getByLabel('Title').inputValue()).toBe('Second')
  await where.keyboard.press('Escape')
  await visible(row(where, 'Second'))
})
