import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open, serverHas } from '../support/harness.ts'
import {
  addTask,
  emptyToday,
  focusedText,
  heading,
  hidden,
  titles,
  toast,
  todayList,
  undoButton,
  visible,
} from '../support/locators.ts'
import { dayAfter, timeOn } from '../support/zone.ts'

const overdueList = (page: Page) => page.getByRole('list', { name: /^Overdue/ })
const titlesOf = (list: ReturnType<Page['getByRole']>) => list.locator('[data-task-focus]').allTextContents()
const todayLink = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Today/ })

test('Today shows what is overdue and what is due today, and moves all that is overdue to today', async () => {
  const ada = await newUser()
  const [late] = await ada.createAll([
    { title: 'Late at nine', dueAt: timeOn(-9, 9) },
    ...Array.from({ length: 6 }, (_, i) => ({ title: `Late ${i + 1}`, dueOn: dayAfter(i - 8) })),
    { title: 'Call Bob', dueAt: timeOn(0, 18) },
    { title: 'Breakfast', dueAt: timeOn(0, 8) },
    { title: 'Buy milk', dueOn: dayAfter(0) },
    { title: 'Tomorrow', dueOn: dayAfter(1) },
    { title: 'Some day' },
  ])
  const page = await open(ada, '/')
  await visible(todayList(page))
  await expect.poll(() => titlesOf(todayList(page))).toEqual(['Buy milk', 'Breakfast', 'Call Bob'])
  expect(new URL(page.url()).pathname).toBe('/today')
  // Not all that is overdue at first: it would hide today.
  expect(await titlesOf(overdueList(page))).toHaveLength(5)
  await expect.poll(() => todayLink(page).textContent()).toMatch(/7 overdue.*3 due today/)
  await page.getByRole('button', { name: 'Show all 7' }).click()
  expect(await titlesOf(overdueList(page))).toHaveLength(7)

  await page.getByRole('button', { name: 'Move all to today' }).click()
  await hidden(overdueList(page))
  expect(await titlesOf(todayList(page))).toHaveLength(10)
  await expect.poll(() => todayLink(page).textContent()).toMatch(/^Today10 due today$/)
  await expect.poll(() => focusedText(page)).toBe('Late at nine')
  await serverHas(ada, late?.id ?? '', { dueOn: null, dueAt: timeOn(0, 9) })
  await expect.poll(async () => (await ada.taskTitled('Late 6')).dueOn).toBe(dayAfter(0))
  await undoButton(page, '7 tasks moved to Today').click()
  await expect.poll(() => titlesOf(overdueList(page))).toHaveLength(7)
  await serverHas(ada, late?.id ?? '', { dueAt: timeOn(-9, 9) })
})

test('on Today, keys act on the task with the focus, which goes on from there', async () => {
  const ada = await newUser()
  const [, , three] = await ada.createAll(
    ['One', 'Two', 'Three', 'Four', 'Five'].map((title, i) => ({ title, dueAt: timeOn(0, 13 + i) })),
  )
  const page = await open(ada, '/today')
  await visible(todayList(page))
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('j')
  await expect.poll(() => focusedText(page)).toBe('Three')
  await page.keyboard.press('e')
  await page.keyboard.press('Escape')
  await expect.poll(() => focusedText(page)).toBe('Three')
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => focusedText(page)).toBe('Four')
  await serverHas(ada, three?.id ?? '', { dueAt: timeOn(1, 15) })
  await page.keyboard.press('Control+z')
  await expect.poll(() => titlesOf(todayList(page))).toEqual(['One', 'Two', 'Three', 'Four', 'Five'])
  expect(await focusedText(page)).toBe('Four')

  // From the palette too.
  await page.keyboard.press('Control+k')
  await visible(page.getByRole('dialog'))
  await page.keyboard.type('tomorrow')
  await page.getByRole('option', { name: /^Tomorrow/ }).click()
  await expect.poll(() => titlesOf(todayList(page))).toEqual(['One', 'Two', 'Three', 'Five'])
  await expect.poll(() => focusedText(page)).toBe('Five')

  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'Completed today 1' }).click()
  await visible(page.getByRole('list', { name: /^Completed today/ }).getByText('Five'))
  await page.getByRole('button', { name: 'Reopen “Five”' }).click()
  await expect.poll(() => titlesOf(todayList(page))).toEqual(['One', 'Two', 'Three', 'Five'])
})

test('what is added on Today is due today, unless the line names another day, which is said', async () => {
  const ada = await newUser()
  const page = await open(ada, '/today')
  await visible(emptyToday(page))
  await addTask(page, 'Buy milk #home')
  await visible(todayList(page).getByText('Buy milk'))
  expect(await ada.taskTitled('Buy milk')).toMatchObject({ dueOn: dayAfter(0), tags: ['home'] })
  await page.getByLabel('New task').fill('Call Bob tomorrow')
  await visible(page.getByRole('list', { name: 'Recognised in your text' }).getByText('Tomorrow'))
  await page.keyboard.press('Enter')
  await visible(page.getByText('“Call Bob” was added: it is due Tomorrow.'))

  // From another program, and without a connection.
  await ada.create({ title: 'From elsewhere', dueOn: dayAfter(0) })
  await visible(todayList(page).getByText('From elsewhere'))
  allowConsoleErrors(page, NETWORK_ERRORS)
  await page.context().setOffline(true)
  await visible(page.getByText('You are offline'))
  for (const title of ['Buy milk', 'From elsewhere'])
    await page.getByRole('button', { name: `Complete “${title}”` }).click()
  await visible(heading(page, 'All done for today'))
  await page.context().setOffline(false)
  await expect.poll(async () => (await ada.taskTitled('Buy milk')).status).toBe('done')
})

test('a tag leads to the tasks that have it, and earlier links to the list still do', async () => {
  const ada = await newUser()
  await ada.createAll([
    { title: 'Buy milk', tags: ['home', 'shop'], dueOn: dayAfter(0) },
    { title: 'Paint the door', tags: ['home'], priority: 'high' },
    { title: 'Write the talk', tags: ['work'] },
  ])
  const page = await open(ada, '/today')
  await todayList(page).getByRole('link', { name: '#home' }).click()
  await expect.poll(() => titles(page)).toEqual(['Paint the door', 'Buy milk'])
  await page.goto(`${ada.url}/?tag=home&status=all`)
  await expect.poll(() => titles(page)).toEqual(['Paint the door', 'Buy milk'])
  // It takes the place of another tag, and the other filters stay.
  await page.getByRole('link', { name: '#shop' }).click()
  await expect.poll(() => titles(page)).toEqual(['Buy milk'])
  expect(new URL(page.url()).search).toBe('?status=all&tag=shop')
  expect(await toast(page, /./).count()).toBe(0)
})
