import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import { sheet, undoButton, visible } from '../support/locators.ts'
import { fingerOn, middleOf, PHONE, TABLET } from '../support/touch.ts'
import { dayAfter } from '../support/zone.ts'

const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })
const card = (page: Page, where: string, title: string) =>
  column(page, where).getByRole('link', { name: title, exact: true })
const dayOf = (page: Page, day: string) => page.locator(`[data-day="${day}"]`)

test('a finger drags a card to another column after a long press, and Undo moves it back', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, '/board', TABLET)
  await visible(card(page, 'To do', 'Buy milk'))
  const finger = await fingerOn(page)
  await finger.drag(card(page, 'To do', 'Buy milk'), await middleOf(column(page, 'Done')))
  await finger.up()
  await visible(card(page, 'Done', 'Buy milk'))
  await serverHas(ada, id, { status: 'done' })
  await undoButton(page, 'Task completed').tap()
  await visible(card(page, 'To do', 'Buy milk'))
  expect(await sheet(page).count()).toBe(0)
  // Without a long press it is opened.
  await card(page, 'To do', 'Buy milk').tap()
  await visible(sheet(page))
})

test('on a phone the board scrolls to the column that a card is dragged to', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, '/board', PHONE)
  await visible(card(page, 'To do', 'Buy milk'))
  const finger = await fingerOn(page)
  await finger.drag(card(page, 'To do', 'Buy milk'), { x: 384, y: 400 })
  // It stays at the edge until the last column is there.
  await expect.poll(async () => (await column(page, 'Done').boundingBox())?.x).toBeLessThan(100)
  await finger.up()
  await visible(card(page, 'Done', 'Buy milk'))
  await serverHas(ada, id, { status: 'done' })
})

test('on Upcoming a finger drags a task to another day, and selects without moving', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Buy milk', dueOn: dayAfter(1) })
  const page = await open(ada, '/upcoming', PHONE)
  const title = page.getByRole('button', { name: 'Buy milk', exact: true })
  await visible(title)
  const finger = await fingerOn(page)
  await finger.hold(title)
  await visible(page.getByRole('toolbar', { name: '1 selected' }))
  const target = await middleOf(dayOf(page, dayAfter(3)))
  await finger.moveTo(target)
  await finger.up()
  await serverHas(ada, id, { dueOn: dayAfter(3) })
  expect(await page.getByRole('toolbar', { name: '1 selected' }).count()).toBe(0)
  await undoButton(page, /^Moved to/).tap()
  await serverHas(ada, id, { dueOn: dayAfter(1) })

  await finger.hold(title)
  await finger.up()
  await visible(page.getByRole('toolbar', { name: '1 selected' }))
  expect(await sheet(page).count()).toBe(0)
})

/** Today, and a day beside it that is in the same week and so in the same month of the calendar. */
const neighbours = () => {
  const isSunday = new Date(dayAfter(0)).getUTCDay() === 0
  return [dayAfter(0), dayAfter(isSunday ? -1 : 1)] as const
}

test.each([
  ['month', { ...TABLET, viewport: { width: 1180, height: 1100 } }],
  ['week', TABLET],
  ['week', PHONE],
] as const)(
  'in the calendar by %s a finger drags a task to another day, and Undo moves it back',
  async (view, device) => {
    const [today, other] = neighbours()
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Dentist', dueOn: today })
    const page = await open(ada, `/calendar?view=${view}`, device)
    const inDay = (day: string) =>
      page.locator(`[data-column="${day}"]`).getByRole('link', { name: /Dentist/ })
    await visible(inDay(today))
    const finger = await fingerOn(page)
    await finger.drag(inDay(today), await middleOf(page.locator(`[data-column="${other}"]`)))
    await finger.up()
    await visible(inDay(other))
    await serverHas(ada, id, { dueOn: other })
    expect(await sheet(page).count()).toBe(0)
    await undoButton(page, /^Moved to/).tap()
    await visible(inDay(today))
    await serverHas(ada, id, { dueOn: today })
    // Without a long press it is opened.
    await inDay(today).tap()
    await visible(sheet(page))
  },
)

test('in the narrow month of the calendar a finger drags a task from the list of a day to another day', async () => {
  const [today, other] = neighbours()
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Dentist', dueOn: today })
  const page = await open(ada, '/calendar?view=month', PHONE)
  const link = page.getByRole('link', { name: /Dentist/ })
  await visible(link)
  const finger = await fingerOn(page)
  const cell = page.locator(`td[data-column="${other}"]`)
  await finger.drag(link, await middleOf(cell))
  await finger.up()
  await serverHas(ada, id, { dueOn: other })
  await expect.poll(() => link.count()).toBe(0)
  await cell.tap()
  await visible(link)
})
