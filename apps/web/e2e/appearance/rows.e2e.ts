import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { list, row, visible } from '../support/locators.ts'
import { PHONE } from '../support/touch.ts'

const leftOf = async (locator: ReturnType<typeof list>) => (await locator.boundingBox())?.x ?? Number.NaN

test('rows begin near the edge, and the checkbox has its place there while the mouse is over one', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada)
  const complete = page.getByRole('button', { name: 'Complete “Buy milk”' })
  await visible(complete)
  const before = await leftOf(complete)
  expect(before - (await leftOf(list(page)))).toBeLessThan(32)

  await row(page, 'Buy milk').hover()
  const box = page.getByRole('checkbox', { name: 'Select “Buy milk”' })
  await box.check()
  const { x = 0, width = 0 } = (await box.boundingBox()) ?? {}
  expect(x + width).toBeLessThanOrEqual(before)
  expect(await leftOf(complete)).toBe(before)
  expect(await violations(page)).toEqual([])
})

test('a row with little room does not repeat its project as a tag, and counts the tags beyond two', async () => {
  const ada = await newUser()
  const projectId = await ada.project('Home')
  const tags = ['home', 'errands', 'shop', 'food']
  await ada.create({ title: 'Buy milk', projectId, tags, dueOn: '2099-01-01' })
  const page = await open(ada, ALL_TASKS, PHONE)
  const shownIn = (page: Page) =>
    row(page, 'Buy milk').locator('a, a ~ span').filter({ visible: true }).allTextContents()
  await expect.poll(() => shownIn(page)).toEqual(['#errands', '#shop', '+1'])

  // With room for them, all tags lead to the tasks that have them.
  await page.setViewportSize({ width: 1024, height: 768 })
  await expect.poll(() => shownIn(page)).toEqual(tags.map((tag) => `#${tag}`))

  const window = await open(ada, ALL_TASKS)
  await window.evaluate(() => localStorage.setItem('tandem.density', 'compact'))
  await window.reload()
  for (const width of [1280, 700, 600]) {
    await window.setViewportSize({ width, height: 800 })
    await expect.poll(() => shownIn(window), { message: `${width} px` }).toEqual(['#errands', '#shop', '+1'])
  }
})
