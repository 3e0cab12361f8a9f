import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { heading, row, titleIn, visible } from '../support/locators.ts'
import { PHONE } from '../support/touch.ts'

const heightOf = async (page: Page, title: string) =>
  Math.round((await row(page, title).boundingBox())?.height ?? 0)
const densityOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.density)

async function userWithTasks() {
  const ada = await newUser()
  await ada.createAll([
    'Plain',
    {
      title: `Full ${'and long '.repeat(20)}`,
      priority: 'high',
      dueOn: '2026-12-24',
      tags: ['home', 'errands', 'town', 'winter'],
    },
  ])
  return ada
}

test('rows are 44 px high and, once chosen in the settings, 32 px, on this device from the first paint on', async () => {
  const ada = await userWithTasks()
  const page = await open(ada)
  await visible(row(page, 'Plain'))
  expect(await heightOf(page, 'Plain')).toBe(44)
  await page.goto(`${ada.url}/account`)
  await page.getByRole('radio', { name: 'Compact' }).press('Space')
  await expect.poll(() => densityOf(page)).toBe('compact')
  await page.goto(`${ada.url}${ALL_TASKS}`)
  // Before anything is rendered.
  await page.waitForFunction(() => document.documentElement.dataset.density === 'compact')
  await visible(row(page, 'Plain'))
  expect(await heightOf(page, 'Plain')).toBe(32)
  const full = page.getByRole('listitem').filter({ hasText: 'Full and long' })
  expect(Math.round((await full.boundingBox())?.height ?? 0)).toBe(32)
  // Tags for which there is no room are counted.
  await visible(full.getByText('+2', { exact: true }))
  await visible(full.getByRole('link', { name: '#errands' }))
  expect(await full.getByRole('link', { name: '#town' }).isVisible()).toBe(false)
  expect(await violations(page)).toEqual([])
  // Renaming takes no more room.
  await titleIn(page, 'Plain').focus()
  await page.keyboard.press('e')
  await visible(page.getByLabel('Title'))
  const renamed = page.getByRole('listitem').filter({ has: page.getByLabel('Title') })
  expect(Math.round((await renamed.boundingBox())?.height ?? 0)).toBe(32)
  await page.keyboard.press('Escape')

  await page.goto(`${ada.url}/account`)
  await page.getByRole('radio', { name: 'Comfortable' }).press('Space')
  await page.goto(`${ada.url}${ALL_TASKS}`)
  await visible(row(page, 'Plain'))
  expect(await heightOf(page, 'Plain')).toBe(44)
})

test('on a touch screen rows keep their room for a finger, and the setting is not offered', async () => {
  const ada = await userWithTasks()
  const page = await open(ada, '/account', PHONE)
  await visible(heading(page, 'Appearance'))
  expect(await page.getByRole('radio', { name: 'Compact' }).isVisible()).toBe(false)
  await page.evaluate(() => localStorage.setItem('tandem.density', 'compact'))
  await page.goto(`${ada.url}${ALL_TASKS}`)
  await visible(row(page, 'Plain'))
  expect(await heightOf(page, 'Plain')).toBeGreaterThanOrEqual(44)
  const tags = page.getByRole('link', { name: /^#/ })
  expect(await tags.count()).toBe(2)
  for (const target of [...(await row(page, 'Plain').getByRole('button').all()), ...(await tags.all())]) {
    const hit = await target.evaluate((element) => {
      const box = element.getBoundingClientRect()
      const before = Number.parseFloat(getComputedStyle(element, '::before').height) || 0
      return Math.max(box.height, before)
    })
    expect(hit).toBeGreaterThanOrEqual(44)
  }
})
