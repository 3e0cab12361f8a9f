import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open } from '../../support/harness.ts'
import {
  addTask,
  appCached,
  heading,
  hidden,
  projectLink,
  row,
  sheet,
  titles,
  visible,
} from '../../support/locators.ts'

const input = (page: Page) => page.getByLabel('New task')
const alert = (page: Page) => page.getByRole('alert')

describe('a line of quick add', () => {
  test('is what was typed, also for the second one without a network', async () => {
    const ada = await newUser()
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(heading(page, 'All clear'))
    await appCached(page)
    await input(page).fill('First #home')
    await visible(page.getByRole('button', { name: 'Keep “#home” in the title' }))
    await page.context().setOffline(true)
    await page.keyboard.press('Enter')
    await input(page).fill('Second')
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Second', 'First'])
    await page.context().setOffline(false)
    await expect.poll(() => ada.titles()).toEqual(['Second', 'First'])
  })

  test('that cannot become a task is explained before it is sent, and stays', async () => {
    const ada = await newUser()
    const page = await open(ada)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/trpc/task.create')) sent.push(request.url())
    })
    for (const [text, why] of [
      ['x'.repeat(290), /The title has 290 characters/],
      ['#onlytag !high', /Add a few words for the title/],
      ['x'.repeat(600), /The line has 600 characters/],
    ] as const) {
      await addTask(page, text)
      await visible(alert(page).filter({ hasText: why }))
      expect(await input(page).inputValue()).toBe(text)
    }
    await input(page).fill('tomorrow')
    await visible(page.getByRole('button', { name: 'Keep “tomorrow” in the title' }))
    await page.keyboard.press('Enter')
    await visible(alert(page).filter({ hasText: 'Add a few words for the title' }))
    expect(await input(page).inputValue()).toBe('tomorrow')
    expect(sent).toEqual([])

    await page.getByRole('button', { name: 'Keep “tomorrow” in the title' }).click()
    await hidden(alert(page))
    await visible(page.getByRole('button', { name: 'Add', exact: true }))
    await input(page).press('Enter')
    await expect.poll(() => ada.titles()).toEqual(['tomorrow'])
  })

  test('has chips by their place, so that each of two equal words can be kept', async () => {
    const ada = await newUser()
    const page = await open(ada)
    const reject = page.getByRole('button', { name: 'Keep “Friday” in the title' })
    await input(page).fill('Friday call Anna, and meet Bob Friday')
    await reject.click()
    // The first is a word now, and the second a date.
    await visible(reject)
    await reject.click()
    await hidden(reject)
    await input(page).press('Enter')
    await expect
      .poll(() => ada.tasks())
      .toMatchObject([{ title: 'Friday call Anna, and meet Bob Friday', dueAt: null }])
  })

  test('is kept through a reload, and each of two tabs keeps its own', async () => {
    const page = await open(await newUser())
    const other = await page.context().newPage()
    await other.goto(page.url())
    await input(page).fill('Typed here')
    await input(other).fill('Typed there')
    await Promise.all([page.reload(), other.reload()])
    await expect.poll(() => input(page).inputValue()).toBe('Typed here')
    await expect.poll(() => input(other).inputValue()).toBe('Typed there')
  })

  test('is kept where the dialog is closed by Escape', async () => {
    const page = await open(await newUser(), '/board')
    await visible(heading(page, 'Board'))
    await page.keyboard.press('c')
    await input(page).fill('Half a thought')
    await page.keyboard.press('Escape')
    await hidden(page.getByRole('dialog'))
    await page.keyboard.press('c')
    await expect.poll(() => input(page).inputValue()).toBe('Half a thought')
  })

  test('refused while the input is taken waits until it is free', async () => {
    const ada = await newUser()
    const home = await ada.project('Home')
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS, /422/)
    await visible(projectLink(page, 'Home'))
    await appCached(page)
    await page.context().setOffline(true)
    await addTask(page, 'Buy milk +Home')
    await input(page).fill('The next line')
    await ada.deleteProject(home)
    await page.context().setOffline(false)
    await visible(page.getByText('A task could not be added as it was typed.'))
    expect(await input(page).inputValue()).toBe('The next line')
    await page.keyboard.press('Enter')
    await expect.poll(() => input(page).inputValue()).toBe('Buy milk +Home')
    await expect.poll(() => ada.titles()).toEqual(['The next line'])
  })
})

test('a task added under a filter that hides it is announced, and can be shown', async () => {
  const ada = await newUser()
  await ada.create({ title: 'Pay rent', priority: 'high' })
  const page = await open(ada, '/?priority=high')
  await visible(row(page, 'Pay rent'))
  await addTask(page, 'Buy milk')
  const notice = page
    .getByRole('status')
    .filter({ hasText: '“Buy milk” was added, but the filters hide it.' })
  await visible(notice)
  await notice.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Buy milk')
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await notice.getByRole('button', { name: 'Clear filters' }).click()
  await visible(row(page, 'Buy milk'))
  await hidden(notice)
  await addTask(page, 'Call Bob !high')
  await visible(row(page, 'Call Bob'))
  await hidden(notice)
})

test('a line in a day of the calendar is quick add', async () => {
  const ada = await newUser()
  const page = await open(ada, '/calendar?date=2026-12-24')
  await page.getByRole('gridcell', { name: /24 December 2026/ }).click()
  const line = page.getByLabel(/^Add a task due .*24 December 2026/)
  await line.fill('Lunch 12:30 #fun')
  await visible(page.getByRole('button', { name: 'Keep “#fun” in the title' }))
  // It is kept through a reload.
  await page.reload()
  await expect.poll(() => line.inputValue()).toBe('Lunch 12:30 #fun')
  await line.press('Enter')
  await visible(
    page.getByRole('gridcell', { name: /24 December 2026/ }).getByRole('link', { name: /12:30.*Lunch/ }),
  )
  const dueAt = await page.evaluate(() => new Date('2026-12-24T12:30').toISOString())
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Lunch', tags: ['fun'], dueAt }])
})
