import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../../support/axe.ts'
import {
  dayButton,
  dayIn,
  dueButton,
  picker,
  pickWords,
  timeInput,
  wordsInput,
} from '../../support/date-picker.ts'
import { allowConsoleErrors, newUser, open, serverHas } from '../../support/harness.ts'
import {
  actionsButton,
  choose,
  hasFocus,
  hidden,
  row,
  sheet,
  titleIn,
  undoButton,
  visible,
} from '../../support/locators.ts'

const local = (page: Page, text: string) => page.evaluate((at) => new Date(at).toISOString(), text)

async function openSheet(task: Parameters<Awaited<ReturnType<typeof newUser>>['create']>[0], options = {}) {
  const ada = await newUser()
  const { id } = await ada.create(task)
  const page = await open(ada, `/?task=${id}`, options)
  await visible(dueButton(page))
  return { ada, id, page }
}

test('a day is picked in the month by keyboard alone, and Escape closes the picker only', async () => {
  const { ada, id, page } = await openSheet({ title: 'Buy milk', dueOn: '2027-01-31' })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const isOn = (day: string) => hasFocus(dayButton(page, day))
  await dueButton(page).focus()
  await press('Enter')
  await hasFocus(wordsInput(page))
  await press('ArrowDown')
  await isOn('2027-01-31')
  const selected = picker(page).getByRole('gridcell', { selected: true })
  expect(await selected.getByRole('button').getAttribute('aria-label')).toBe(
    'Sunday, 31 January 2027, selected',
  )
  expect(await violations(page)).toEqual([])
  // As long as the shorter month is, and Monday is the first of a British week.
  for (const [key, day] of [
    ['PageDown', '2027-02-28'],
    ['ArrowRight', '2027-03-01'],
    ['End', '2027-03-07'],
    ['ArrowUp', '2027-02-28'],
    ['Home', '2027-02-22'],
    ['Shift+PageDown', '2028-02-22'],
    ['PageUp', '2028-01-22'],
    ['Shift+PageUp', '2027-01-22'],
    ['ArrowLeft', '2027-01-21'],
    ['ArrowDown', '2027-01-28'],
  ] as const) {
    await press(key)
    await isOn(day)
  }
  await press('Escape')
  await hidden(picker(page))
  await hasFocus(dueButton(page))
  await press('Enter', 'ArrowDown', 'ArrowLeft')
  await isOn('2027-01-30')
  expect(await ada.task(id)).toMatchObject({ dueOn: '2027-01-31', version: 1 })
  await press('Enter')
  await hidden(picker(page))
  await hasFocus(dueButton(page))
  await expect.poll(() => dueButton(page).textContent()).toMatch(/^Sat,? 30 Jan 2027$/)
  await serverHas(ada, id, { dueOn: '2027-01-30' })
  await undoButton(page, 'Task changed').click()
  await serverHas(ada, id, { dueOn: '2027-01-31' })
  await expect.poll(() => dueButton(page).textContent()).toMatch(/^Sun,? 31 Jan 2027$/)
})

test('words are read as quick add reads them, and what is no date is said and kept', async () => {
  const { ada, id, page } = await openSheet({ title: 'Buy milk', dueOn: '2027-01-31' })
  const status = picker(page).getByRole('status')
  await dueButton(page).click()
  await hasFocus(wordsInput(page))
  await page.keyboard.type('when I like')
  await visible(status.filter({ hasText: 'No date found' }))
  await page.keyboard.press('Enter')
  await visible(picker(page))
  // Beside the picker, which keeps the words.
  await sheet(page).getByLabel('Title').click()
  await hidden(picker(page))
  await hasFocus(sheet(page).getByLabel('Title'))
  await dueButton(page).click()
  expect(await wordsInput(page).inputValue()).toBe('when I like')
  await wordsInput(page).fill('every friday')
  await visible(status.filter({ hasText: 'That repeats' }))
  await wordsInput(page).fill('in 3 weeks')
  await visible(status.getByRole('button'))
  const day = await dayIn(page, 21)
  await visible(dayButton(page, day))
  await page.keyboard.press('Enter')
  await hidden(picker(page))
  await serverHas(ada, id, { dueOn: day })
  // Enter does not wait for the preview. A time that was stated before goes with the words that state none.
  await pickWords(page, dueButton(page), '24/12/2027 7pm')
  await serverHas(ada, id, { dueOn: null, dueAt: await local(page, '2027-12-24T19:00') })
  await expect.poll(() => dueButton(page).textContent()).toMatch(/^Fri,? 24 Dec 2027, 19:00$/)
  await pickWords(page, dueButton(page), '10/12')
  await expect.poll(async () => (await ada.task(id)).dueOn).toMatch(/^20\d\d-12-10$/)
})

test('a time is typed or chosen, and without one it is due the whole day', async () => {
  const { ada, id, page } = await openSheet('Buy milk')
  await pickWords(page, dueButton(page), '24 dec 2027')
  await serverHas(ada, id, { dueOn: '2027-12-24' })
  await dueButton(page).click()
  expect(await timeInput(page).inputValue()).toBe('')
  await timeInput(page).fill('half past')
  await timeInput(page).press('Enter')
  await visible(picker(page).getByRole('alert').filter({ hasText: 'That is not a time' }))
  await timeInput(page).fill('630pm')
  await timeInput(page).press('Enter')
  expect(await timeInput(page).inputValue()).toBe('18:30')
  await timeInput(page).press('Enter')
  await hidden(picker(page))
  await serverHas(ada, id, { dueOn: null, dueAt: await local(page, '2027-12-24T18:30') })

  // From the list, and then another day at the same time.
  await dueButton(page).click()
  await timeInput(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const options = picker(page).getByRole('option', { selected: true })
  expect(await options.allTextContents()).toEqual(['19:00'])
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await dayButton(page, '2027-12-31').click()
  await serverHas(ada, id, { dueAt: await local(page, '2027-12-31T19:00') })

  await dueButton(page).click()
  await picker(page).getByRole('button', { name: 'Remove the time' }).click()
  await page.keyboard.press('Escape')
  await serverHas(ada, id, { dueOn: '2027-12-31' })
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await expect.poll(() => row(page, 'Buy milk').textContent()).toMatch(/31 Dec 2027(?! \d)/)
})

test('on a phone it is a sheet for the finger, and no keyboard covers the month', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const { ada, id, page } = await openSheet('Buy milk', phone)
  await dueButton(page).tap()
  const today = await dayIn(page, 0)
  await hasFocus(dayButton(page, today))
  expect(await violations(page)).toEqual([])
  const box = await picker(page).boundingBox()
  expect(box).toMatchObject({ x: 0, width: 390 })
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844)
  await picker(page).getByRole('button', { name: 'Next month' }).tap()
  const day = `${(await picker(page).locator('[data-day][tabindex="0"]').getAttribute('data-day'))?.slice(0, 7)}-15`
  const size = await dayButton(page, day).boundingBox()
  expect(size?.height).toBeGreaterThanOrEqual(44)
  await dayButton(page, day).tap()
  await hidden(picker(page))
  await serverHas(ada, id, { dueOn: day })
  await dueButton(page).tap()
  await picker(page).getByRole('button', { name: 'No date' }).tap()
  await hidden(picker(page))
  await serverHas(ada, id, { dueOn: null, dueAt: null })
  expect(await dueButton(page).getAttribute('aria-label')).toBe('Due No date')
})

test('a menu, a shortcut and the toolbar pick a date for one task or for several', async () => {
  const ada = await newUser()
  const one = await ada.create('One')
  const two = await ada.create('Two')
  const page = await open(ada)
  await choose(page, actionsButton(page, 'One'), /^Pick a date/)
  await wordsInput(page).fill('2027-03-01 9:15')
  await wordsInput(page).press('Enter')
  await hidden(picker(page))
  await serverHas(ada, one.id, { dueAt: await local(page, '2027-03-01T09:15') })
  await hasFocus(actionsButton(page, 'One'))

  await titleIn(page, 'Two').focus()
  await page.keyboard.press('t')
  await page.keyboard.press('d')
  await wordsInput(page).fill('tomorrow')
  await wordsInput(page).press('Enter')
  await hidden(picker(page))
  await serverHas(ada, two.id, { dueOn: await dayIn(page, 1) })
  await hasFocus(titleIn(page, 'Two'))

  for (const title of ['One', 'Two']) await page.getByRole('checkbox', { name: `Select “${title}”` }).check()
  await choose(page, page.getByRole('toolbar').getByRole('button', { name: 'Due' }), 'Pick a date…')
  await wordsInput(page).fill('2027-04-01')
  await visible(picker(page).getByRole('status').getByRole('button'))
  // Nothing is chosen yet.
  await page.keyboard.press('Escape')
  await hidden(picker(page))
  await choose(page, page.getByRole('toolbar').getByRole('button', { name: 'Due' }), 'Pick a date…')
  await wordsInput(page).fill('2027-04-01')
  await wordsInput(page).press('Enter')
  for (const { id } of [one, two]) await serverHas(ada, id, { dueOn: '2027-04-01' })
  await hidden(page.getByRole('toolbar'))
})

test('words that were entered before they could be read are picked once they can', async () => {
  const { ada, id, page } = await openSheet('Buy milk', { serviceWorkers: 'block' })
  allowConsoleErrors(page, /Service Worker registration blocked/)
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/assets/parse-line-*.js', async (route) => {
    await isReleased
    await route.continue()
  })
  await dueButton(page).click()
  await wordsInput(page).fill('tomorrow')
  await wordsInput(page).press('Enter')
  await visible(picker(page))
  release()
  await hidden(picker(page))
  await serverHas(ada, id, { dueOn: await dayIn(page, 1) })
})
