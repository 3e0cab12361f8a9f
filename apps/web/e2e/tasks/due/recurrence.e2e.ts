import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dueButton, picker } from '../../support/date-picker.ts'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open, serverHas } from '../../support/harness.ts'
import {
  appCached,
  choose,
  completeTask,
  hasFocus,
  hidden,
  list,
  row,
  sheet,
  titles,
  toast,
  undoButton,
  visible,
} from '../../support/locators.ts'

const DAY_MS = 86_400_000
/** The clocks of the browsers and of the accounts show the same day: see `support/zone.ts`. */
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

const repeat = (page: Page) => sheet(page).getByRole('button', { name: /^Repeat/ })
const editor = (page: Page) => page.getByRole('dialog', { name: 'Custom repetition' })
const markIn = (page: Page, title: string) => row(page, title).getByText(/^Repeats/)
/** As the page says it. */
const shortDay = (days: number) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).format(
    new Date(Date.now() + days * DAY_MS),
  )

test('a task is made to repeat by the keyboard, by a preset and by the editor', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Water the plants')
  const page = await open(ada, `/?task=${id}`)
  expect(await repeat(page).getAttribute('aria-label')).toBe('Repeat Does not repeat')
  await visible(sheet(page).getByText('it becomes due today'))

  await repeat(page).press('Enter')
  await visible(page.getByRole('menuitemcheckbox', { name: 'Every day', exact: true }))
  await page.keyboard.press('ArrowDown')
  await hasFocus(page.getByRole('menuitemcheckbox', { name: 'Every day', exact: true }))
  await page.keyboard.press('Enter')
  await serverHas(ada, id, { recurrence: 'FREQ=DAILY', dueOn: day(0) })
  await visible(toast(page, 'Task repeats, and is due today'))
  await visible(repeat(page).getByText('Every day', { exact: true }))
  await visible(sheet(page).getByText(`Next: ${shortDay(1)}`))

  await hasFocus(repeat(page))
  await choose(page, repeat(page), 'Custom…')
  const field = (name: string) => editor(page).getByLabel(name, { exact: true })
  await field('Every').fill('2')
  await field('Unit').selectOption('weeks')
  for (const name of ['Monday', 'Friday']) await field(name).setChecked(true)
  await field('Ends').selectOption('After a number of times')
  await field('More times').fill('0')
  await field('More times').press('Enter')
  await visible(editor(page).getByText('A whole number from 1 to 9999'))
  await field('More times').fill('5')
  await field('Counted from').selectOption('The day it is done')
  await field('Every').press('Enter')
  await hidden(editor(page))
  await hasFocus(repeat(page))
  await serverHas(ada, id, { recurrenceFrom: 'completion' })
  const { recurrence } = await ada.task(id)
  expect(recurrence).toMatch(/^FREQ=WEEKLY;INTERVAL=2;BYDAY=(MO,)(\w\w,)*FR(,\w\w)*;COUNT=5$/)

  await choose(page, repeat(page), 'Does not repeat')
  await serverHas(ada, id, { recurrence: null, dueOn: day(0) })
  await undoButton(page, 'Repetition removed').click()
  await serverHas(ada, id, { recurrence, recurrenceFrom: 'completion' })
})

test('a rule that the editor cannot show stays as it is, and on a phone everything fits', async () => {
  const ada = await newUser()
  const recurrence = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;BYDAY=MO,TU'
  const { id, version } = await ada.create({ title: 'Pay the rent', dueOn: day(2), recurrence })
  const page = await open(ada, `/?task=${id}`, { viewport: { width: 390, height: 844 }, hasTouch: true })
  const custom = repeat(page).getByText(`Custom: ${recurrence}`)
  await visible(custom)
  await choose(page, repeat(page), 'Custom…')
  await visible(editor(page).getByText('This rule has parts that cannot be shown here.'))
  await editor(page).getByRole('button', { name: 'Keep it' }).click()
  await hidden(editor(page))
  await visible(custom)
  expect(await ada.task(id)).toMatchObject({ version, recurrence })

  await choose(page, repeat(page), 'Custom…')
  await editor(page).getByRole('button', { name: 'Replace it' }).click()
  await editor(page).getByLabel('Unit').selectOption('month')
  await editor(page).getByLabel('31', { exact: true }).setChecked(true)
  await visible(editor(page).getByText('In shorter months, on the last day'))
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('[role="dialog"]')].some((one) => one.scrollWidth > one.clientWidth),
  )
  expect(wide).toBe(false)
  await editor(page).getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await ada.task(id)).recurrence)
    .toMatch(/^FREQ=MONTHLY;BYMONTHDAY=(\d+,)?31$/)
})

test('the rule goes with the due date, and undo brings both back', async () => {
  const ada = await newUser()
  const due = {
    dueOn: day(2),
    recurrence: 'FREQ=WEEKLY',
    recurrenceFrom: 'completion' as const,
    reminder: 30,
  }
  const { id } = await ada.create({ title: 'Water the plants', ...due })
  const page = await open(ada, `/?task=${id}`)
  await dueButton(page).click()
  await picker(page).getByRole('button', { name: 'No date' }).click()
  await serverHas(ada, id, { dueOn: null, dueAt: null, recurrence: null, reminder: null })
  await undoButton(page, 'Task changed').click()
  await serverHas(ada, id, due)
})

test('completing a repeating task brings the next one into the list, and undo takes it back', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Water the plants', dueOn: day(0), recurrence: 'FREQ=DAILY' })
  const page = await open(ada)
  await visible(markIn(page, 'Water the plants').getByText('Repeats: Every day'))
  await completeTask(page, 'Water the plants')
  const done = `Done. Next: ${shortDay(1)}`
  await visible(toast(page, done))
  await visible(row(page, 'Water the plants').getByText('Tomorrow'))
  await expect.poll(() => ada.task(id)).toMatchObject({ status: 'done' })
  const { successorId } = await ada.task(id)
  expect(await ada.task(successorId ?? '')).toMatchObject({ status: 'todo', dueOn: day(1), version: 1 })
  expect(await titles(page)).toEqual(['Water the plants'])

  await undoButton(page, done).click()
  await visible(row(page, 'Water the plants').getByText('Today'))
  await serverHas(ada, id, { status: 'todo', successorId: null })
  await expect.poll(() => ada.trashedTitles()).toEqual(['Water the plants'])
  expect(await titles(page)).toEqual(['Water the plants'])
})

test('offline as well: the next one can be completed in its turn, and the server makes the same ones', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Water the plants', dueOn: day(0), recurrence: 'FREQ=DAILY' })
  const page = await open(ada)
  allowConsoleErrors(page, NETWORK_ERRORS)
  await visible(markIn(page, 'Water the plants').getByText('Repeats: Every day'))
  // The first toast of a page loads its code.
  await appCached(page)
  await page.context().setOffline(true)
  await completeTask(page, 'Water the plants')
  await visible(row(page, 'Water the plants').getByText('Tomorrow'))
  await completeTask(page, 'Water the plants')
  await visible(toast(page, `Done. Next: ${shortDay(2)}`))
  const shown = await list(page).locator('[data-task-id]').getAttribute('data-task-id')
  expect((await ada.task(id)).status).toBe('todo')

  await page.context().setOffline(false)
  await serverHas(ada, id, { status: 'done' })
  await serverHas(ada, shown ?? '', { status: 'todo', dueOn: day(2), version: 1 })
  await visible(row(page, 'Water the plants'))
  expect(await list(page).locator('[data-task-id]').getAttribute('data-task-id')).toBe(shown)
  expect(await ada.titles({ status: 'done' })).toHaveLength(2)
})
