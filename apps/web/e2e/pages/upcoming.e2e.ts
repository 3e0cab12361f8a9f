import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import { focusedText, hasFocus, sheet, undoButton, visible } from '../support/locators.ts'
import { dayAfter, timeOn } from '../support/zone.ts'

const FORMAT = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
/** The name of the day `days` after today. */
const nameOf = (days: number) => new Intl.DateTimeFormat('en-GB', FORMAT).format(new Date(dayAfter(days)))
const day = (page: Page, days: number) => page.getByRole('region', { name: new RegExp(`^${nameOf(days)}`) })
const titlesOn = (page: Page, days: number) => day(page, days).locator('[data-task-focus]').allTextContents()
const stripDay = (page: Page, days: number) =>
  page.getByRole('toolbar', { name: 'The next two weeks' }).getByRole('button').nth(days)

test('Upcoming shows each day with its tasks, and dragging moves them to another', async () => {
  const ada = await newUser()
  const [dentist, milk] = await ada.createAll([
    { title: 'Dentist', dueAt: timeOn(1, 15) },
    { title: 'Buy milk', dueOn: dayAfter(1) },
    { title: 'Today', dueOn: dayAfter(0) },
    { title: 'Overdue', dueOn: dayAfter(-1) },
    { title: 'Far away', dueOn: dayAfter(40) },
  ])
  const page = await open(ada, '/upcoming')
  await visible(day(page, 1).getByText('Dentist'))
  await expect.poll(() => titlesOn(page, 1)).toEqual(['Buy milk', 'Dentist'])
  expect(await titlesOn(page, 0)).toEqual(['Today'])
  expect(await titlesOn(page, 40)).toEqual(['Far away'])
  expect(await page.getByText('Overdue', { exact: true }).count()).toBe(0)

  await day(page, 1).getByRole('listitem').filter({ hasText: 'Dentist' }).dragTo(day(page, 2))
  await expect.poll(() => titlesOn(page, 2)).toEqual(['Dentist'])
  await serverHas(ada, dentist?.id ?? '', { dueAt: timeOn(2, 15) })
  await undoButton(page, /^Moved to/).click()
  await expect.poll(() => titlesOn(page, 1)).toEqual(['Buy milk', 'Dentist'])
  await serverHas(ada, dentist?.id ?? '', { dueAt: timeOn(1, 15) })
  await day(page, 1).getByRole('listitem').filter({ hasText: 'Buy milk' }).dragTo(stripDay(page, 9))
  await expect.poll(() => titlesOn(page, 9)).toEqual(['Buy milk'])
  await serverHas(ada, milk?.id ?? '', { dueOn: dayAfter(9) })
})

test('on Upcoming, keys move a task to another day with the focus, and each day takes new tasks', async () => {
  const ada = await newUser()
  const [milk] = await ada.createAll([
    { title: 'Buy milk', dueOn: dayAfter(0) },
    { title: 'Call Bob', dueOn: dayAfter(1) },
  ])
  const page = await open(ada, '/upcoming')
  await visible(day(page, 0).getByText('Buy milk'))
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+ArrowRight')
  await serverHas(ada, milk?.id ?? '', { dueOn: dayAfter(1) })
  await expect.poll(() => focusedText(page)).toBe('Buy milk')
  await page.keyboard.press('Shift+ArrowDown')
  await serverHas(ada, milk?.id ?? '', { dueOn: dayAfter(8) })
  await hasFocus(day(page, 8).getByRole('button', { name: 'Buy milk', exact: true }))
  // Not into the past.
  for (let i = 0; i < 2; i += 1) await page.keyboard.press('Shift+ArrowUp')
  await serverHas(ada, milk?.id ?? '', { dueOn: dayAfter(0) })
  await page.keyboard.press('o')
  await visible(sheet(page))
  await page.keyboard.press('Escape')
  await expect.poll(() => focusedText(page)).toBe('Buy milk')

  await day(page, 3).getByRole('button', { name: 'Add a task due' }).click()
  await page.keyboard.type('Lunch')
  await page.keyboard.press('Enter')
  await expect.poll(() => titlesOn(page, 3)).toEqual(['Lunch'])
  expect(await ada.taskTitled('Lunch')).toMatchObject({ dueOn: dayAfter(3) })
})

test('Upcoming loads later days while it is scrolled, and jumps to a day', async () => {
  const ada = await newUser()
  await ada.createAll([
    ...Array.from({ length: 120 }, (_, i) => ({ title: `Task ${i}`, dueOn: dayAfter(1) })),
    { title: 'In ten days', dueOn: dayAfter(10) },
    ...Array.from({ length: 120 }, (_, i) => ({ title: `Later ${i}`, dueOn: dayAfter(20) })),
    { title: 'Far away', dueOn: dayAfter(60) },
  ])
  const page = await open(ada, '/upcoming')
  await visible(day(page, 1))
  // Until all tasks before it are loaded, a day would look empty.
  expect(await day(page, 10).count()).toBe(0)
  await stripDay(page, 10).click()
  await visible(day(page, 10).getByText('In ten days'))
  await expect.poll(() => stripDay(page, 10).getAttribute('aria-current')).toBe('date')
  await expect.poll(() => day(page, 10).getByText('In ten days').isVisible()).toBe(true)
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      return day(page, 60).count()
    })
    .toBe(1)
})
