import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import { choose, hasFocus, heading, sheet, undoButton, visible } from '../support/locators.ts'

describe('the calendar', () => {
  /** The day `days` after today by the browser's clock, with the name that the calendar gives it. */
  const dayAfter = (page: Page, days: number) =>
    page.evaluate((by) => {
      const date = new Date()
      date.setDate(date.getDate() + by)
      const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
      return {
        name: new Intl.DateTimeFormat('en-GB', options).format(date),
        weekday: (date.getDay() + 6) % 7,
      }
    }, days)

  const cell = (page: Page, name: string) => page.getByRole('gridcell', { name: new RegExp(`^${name}`) })
  const region = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })

  /** Opens the calendar with a task due today at 15:00. `other` is a day beside today in the same week. */
  async function openCalendar(view: 'month' | 'week') {
    const ada = await newUser()
    const page = await open(ada, `/calendar?view=${view}`)
    const today = await dayAfter(page, 0)
    const step = today.weekday === 6 ? -1 : 1
    const other = await dayAfter(page, step)
    const dueAt = await page.evaluate(() => new Date(new Date().setHours(15, 0, 0, 0)).toISOString())
    const task = await ada.create({ title: 'Dentist', dueAt })
    await visible(page.getByRole('link', { name: /Dentist/ }))
    const moved = (days: number) => new Date(Date.parse(dueAt) + days * 86_400_000).toISOString()
    return { ada, page, today, other, step, task, moved }
  }

  test('a task dragged to another day of the month keeps its time, and Undo moves it back', async () => {
    const { ada, page, today, other, step, task, moved } = await openCalendar('month')
    await visible(cell(page, today.name).getByRole('link', { name: /15:00.*Dentist/ }))
    await cell(page, today.name)
      .getByRole('link', { name: /Dentist/ })
      .dragTo(cell(page, other.name))
    await visible(cell(page, other.name).getByRole('link', { name: /15:00.*Dentist/ }))
    await serverHas(ada, task.id, { dueAt: moved(step) })
    await undoButton(page, /^Moved to/).click()
    await visible(cell(page, today.name).getByRole('link', { name: /Dentist/ }))
    await serverHas(ada, task.id, { dueAt: moved(0) })
  })

  test('keys move a task to another day and add one', async () => {
    const { ada, page, today, other, step, task, moved } = await openCalendar('month')
    await cell(page, today.name)
      .getByRole('link', { name: /Dentist/ })
      .focus()
    await page.keyboard.press(step > 0 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft')
    await serverHas(ada, task.id, { dueAt: moved(step) })
    const link = cell(page, other.name).getByRole('link', { name: /Dentist/ })
    await hasFocus(link)

    await cell(page, today.name).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(`Add a task due ${today.name}`).fill('Cook dinner')
    await page.keyboard.press('Enter')
    await visible(cell(page, today.name).getByRole('link', { name: /Cook dinner/ }))
    await expect.poll(() => ada.titles()).toEqual(['Cook dinner', 'Dentist'])
  })

  test('buttons and keys show other months and the week', async () => {
    const page = await open(await newUser(), '/calendar?date=2026-12-24')
    await visible(heading(page, /December 2026/))
    await page.getByRole('button', { name: 'Next month' }).click()
    await visible(heading(page, /January 2027/))
    await page.getByRole('button', { name: 'Previous month' }).click()
    await page.getByRole('button', { name: 'Previous month' }).click()
    await visible(heading(page, /November 2026/))
    await page.keyboard.press('w')
    await visible(heading(page, /23\D+29 Nov 2026/))
    await visible(region(page, 'Monday,? 23 November 2026, no tasks'))
    await page.keyboard.press('m')
    await visible(heading(page, /November 2026/))
    await visible(page.getByRole('grid'))
  })

  test('dragging or the menu moves a task to another day of the week', async () => {
    const { ada, page, today, other, step, task, moved } = await openCalendar('week')
    await region(page, today.name)
      .getByRole('link', { name: 'Dentist' })
      .dragTo(region(page, other.name).getByRole('heading'))
    await visible(region(page, other.name).getByRole('link', { name: 'Dentist' }))
    await serverHas(ada, task.id, { dueAt: moved(step) })
    await choose(page, page.getByRole('button', { name: 'Actions for “Dentist”' }), 'Move to today')
    await visible(region(page, today.name).getByRole('link', { name: 'Dentist' }))
    await serverHas(ada, task.id, { dueAt: moved(0) })
    await page.getByRole('link', { name: 'Dentist' }).click()
    await visible(sheet(page))
  })

  test('a month of more tasks than are loaded has the number of tasks of each day', async () => {
    const ada = await newUser()
    await ada.createAll([
      ...Array.from({ length: 1_010 }, (_, i) => ({ title: `Early ${i}`, dueOn: '2026-12-07' })),
      { title: 'Late', dueOn: '2026-12-24' },
      { title: 'Later', dueOn: '2026-12-24', status: 'done' },
    ])
    const page = await open(ada, '/calendar?date=2026-12-24')
    await visible(page.getByRole('gridcell', { name: /24 December 2026, 2 tasks/ }))
    await visible(page.getByRole('gridcell', { name: /7 December 2026, 1,?010 tasks/ }))
    await page.getByRole('link', { name: /^2 tasks on .*24 December 2026/ }).click()
    await visible(region(page, 'Thursday,? 24 December 2026, 2 tasks').getByRole('link', { name: 'Late' }))
  })
})
