import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import {
  filterButton,
  filterChip,
  filterChips,
  filterOption,
  filterPanel,
  openFilters,
  removeFilter,
} from '../support/filters.ts'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { hasFocus, hidden, row, titles, visible } from '../support/locators.ts'
import { PHONE, TABLET } from '../support/touch.ts'
import { timeOn } from '../support/zone.ts'

const searchOf = (page: Page) => new URL(page.url()).search

async function userWithTasks() {
  const ada = await newUser()
  const garden = await ada.project('Garden', { color: 'green' })
  await ada.createAll([
    { title: 'Buy milk', tags: ['home', 'shop'], priority: 'high' },
    { title: 'Water the plants', projectId: garden, priority: 'urgent' },
    { title: 'Pay the rent', status: 'done', tags: ['home'] },
  ])
  return { ada, garden }
}

test('by keyboard alone: the panel opens, finds what is typed, and chips edit and remove', async () => {
  const { ada, garden } = await userWithTasks()
  const page = await open(ada)
  await visible(row(page, 'Buy milk'))
  await openFilters(page)
  await page.keyboard.type('garden')
  await page.keyboard.press('Enter')
  await expect.poll(() => titles(page)).toEqual(['Water the plants'])
  await page.keyboard.type('no project')
  await page.keyboard.press('Enter')
  await expect.poll(() => titles(page)).toEqual(['Water the plants', 'Buy milk'])
  // From the field to the options: the radio buttons of the status are first.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => titles(page)).toEqual(['Pay the rent', 'Water the plants', 'Buy milk'])
  await page.keyboard.press('Escape')
  await hidden(filterPanel(page))
  await hasFocus(filterButton(page))
  expect(searchOf(page)).toBe(`?status=all&project=${garden}&project=none`)
  expect(await filterChips(page)).toEqual(['Status\nAll', 'Project\nGarden, No project'])

  await page.reload()
  await filterChip(page, 'Status All').press('Enter')
  await visible(filterPanel(page, 'Status'))
  await page.keyboard.press('ArrowUp')
  await visible(filterChip(page, 'Status Done'))
  await page.keyboard.press('Escape')
  await hasFocus(filterChip(page, 'Status Done'))
  await expect.poll(() => titles(page)).toEqual(['Pay the rent'])
  await page.keyboard.press('Tab')
  await hasFocus(removeFilter(page, 'Status: Done'))
  await page.keyboard.press('Enter')
  await hasFocus(filterButton(page))
  await expect.poll(() => titles(page)).toEqual(['Water the plants', 'Buy milk'])
  await page.getByRole('button', { name: 'Clear filters' }).press('Enter')
  await hasFocus(filterButton(page))
  expect(searchOf(page)).toBe('')
})

test('a chip stays while it is edited, and goes with its last value', async () => {
  const { ada } = await userWithTasks()
  const page = await open(ada, '/all?tag=shop')
  await filterChip(page, 'Tag #shop').click()
  await filterOption(page, 'Tag', '#shop').click()
  await filterOption(page, 'Tag', '#home').click()
  await visible(filterChip(page, 'Tag #home'))
  await filterOption(page, 'Tag', '#home').click()
  await expect.poll(() => titles(page)).toEqual(['Water the plants', 'Buy milk'])
  await page.keyboard.press('Escape')
  await hidden(page.getByRole('list', { name: 'Active filters' }))
  await hasFocus(filterButton(page))
})

test('tasks are found by when they are due: overdue, today, in the next 7 days, and never', async () => {
  const ada = await newUser()
  await ada.createAll([
    { title: 'Never' },
    { title: 'In 7 days', dueAt: timeOn(7, 12) },
    { title: 'In 6 days', dueAt: timeOn(6, 12) },
    { title: 'Tonight', dueAt: timeOn(0, 23) },
    { title: 'At midnight', dueAt: timeOn(0, 0) },
    { title: 'Yesterday', dueAt: timeOn(-1, 12) },
  ])
  const page = await open(ada)
  for (const [due, expected] of [
    ['Overdue', ['Yesterday', 'At midnight']],
    ['Today', ['At midnight', 'Tonight']],
    ['Next 7 days', ['At midnight', 'Tonight', 'In 6 days']],
    ['No date', ['Never']],
  ] as const) {
    await filterButton(page).click()
    await filterOption(page, 'Due', due).click()
    await expect.poll(() => titles(page)).toEqual(expected)
    await page.keyboard.press('Escape')
    await visible(filterChip(page, `Due ${due}`))
  }
})

describe('by touch alone', () => {
  test('on a phone the filters are a sheet, with room for a finger', async () => {
    const { ada } = await userWithTasks()
    const page = await open(ada, ALL_TASKS, PHONE)
    await visible(row(page, 'Buy milk'))
    await filterButton(page).tap()
    const panel = filterPanel(page)
    await visible(panel)
    // No keyboard covers it.
    expect(await page.evaluate(() => document.activeElement?.matches('[type="search"]'))).toBe(false)
    const small = await panel
      .locator('label, button, [type="search"]')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().height).filter((height) => height < 36),
      )
    expect(small).toEqual([])
    await filterOption(page, 'Priority', 'Urgent').tap()
    await filterOption(page, 'Priority', 'High').tap()
    await filterOption(page, 'Tag', '#home').tap()
    await panel.getByRole('button', { name: 'Show 1 task' }).tap()
    await hidden(panel)
    await expect.poll(() => titles(page)).toEqual(['Buy milk'])
    await removeFilter(page, 'Tag: #home').tap()
    await expect.poll(() => titles(page)).toEqual(['Water the plants', 'Buy milk'])
    await filterChip(page, 'Priority High, Urgent').tap()
    await filterOption(page, 'Priority', 'High').tap()
    await page.getByRole('button', { name: 'Show 1 task' }).tap()
    await expect.poll(() => titles(page)).toEqual(['Water the plants'])
    await filterButton(page).tap()
    await panel.getByRole('button', { name: 'Clear filters' }).tap()
    await panel.getByRole('button', { name: 'Show 2 tasks' }).tap()
    await hidden(page.getByRole('list', { name: 'Active filters' }))
  })

  test('a filter is saved, and opened again from the same place', async () => {
    const { ada } = await userWithTasks()
    const page = await open(ada, '/all?tag=home&status=all', PHONE)
    await page.getByRole('button', { name: 'Save filter' }).tap()
    await page.getByRole('dialog').getByLabel('Name').fill('At home')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).tap()
    await page.getByRole('button', { name: 'Clear filters' }).tap()
    await expect.poll(() => titles(page)).toEqual(['Water the plants', 'Buy milk'])
    await filterButton(page).tap()
    await filterPanel(page).getByRole('button', { name: 'At home' }).tap()
    await hidden(filterPanel(page))
    await expect.poll(() => titles(page)).toEqual(['Pay the rent', 'Buy milk'])
  })

  test('on a tablet the panel is beside its button, and a tap elsewhere closes it', async () => {
    const { ada } = await userWithTasks()
    const page = await open(ada, ALL_TASKS, TABLET)
    await filterButton(page).tap()
    await visible(filterPanel(page))
    expect((await filterPanel(page).boundingBox())?.width).toBeLessThan(600)
    await page.touchscreen.tap(200, 1100)
    await hidden(filterPanel(page))
  })
})

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the filters and their chips, %s',
  async (colorScheme) => {
    const { ada, garden } = await userWithTasks()
    for (const device of [{}, PHONE]) {
      const page = await open(
        ada,
        `/all?status=all&priority=high&priority=urgent&project=${garden}&tag=home`,
        {
          ...device,
          colorScheme,
        },
      )
      await visible(filterChip(page, 'Project Garden'))
      expect(await violations(page)).toEqual([])
      await filterButton(page).click()
      await visible(filterPanel(page))
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await filterChip(page, 'Tag #home').click()
      await visible(filterPanel(page, 'Tag'))
      expect(await violations(page)).toEqual([])
    }
  },
)
