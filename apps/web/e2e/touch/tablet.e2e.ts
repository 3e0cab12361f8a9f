import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { newUser, open } from '../support/harness.ts'
import { emptyToday, hasFocus, heading, hidden, projectLink, visible } from '../support/locators.ts'
import { TABLET } from '../support/touch.ts'

test('on a tablet the sidebar collapses and expands with a button, by touch and keyboard, and remembers', async () => {
  const ada = await newUser()
  await ada.project('Garden')
  const page = await open(ada, '/today', TABLET)
  const navigation = page.getByRole('navigation', { name: 'Main' })
  const widthOf = async () => (await navigation.boundingBox())?.width
  const expand = page.getByRole('button', { name: 'Expand the sidebar' })
  const collapse = page.getByRole('button', { name: 'Collapse the sidebar' })
  await visible(emptyToday(page))
  // There is little room, so it begins as a rail.
  expect(await widthOf()).toBe(64)
  expect(await violations(page)).toEqual([])
  await navigation.getByRole('link', { name: 'Projects' }).tap()
  await visible(heading(page, 'Projects'))

  await expand.tap()
  await visible(projectLink(page, 'Garden'))
  expect(await widthOf()).toBe(240)
  expect(await violations(page)).toEqual([])
  await page.reload()
  await visible(projectLink(page, 'Garden'))

  await collapse.focus()
  await page.keyboard.press('Enter')
  await hidden(projectLink(page, 'Garden'))
  await hasFocus(expand)
  await page.reload()
  await visible(expand)
  expect(await widthOf()).toBe(64)
})

test('the palette collapses the sidebar of a wide window, where it begins whole', async () => {
  const ada = await newUser()
  const page = await open(ada, '/today')
  await visible(page.getByRole('button', { name: 'Collapse the sidebar' }))
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sidebar')
  await page.getByRole('option', { name: 'Collapse or expand the sidebar' }).click()
  await visible(page.getByRole('button', { name: 'Expand the sidebar' }))
})

test('on a tablet the columns of the board keep room for titles beside the sidebar, and scroll', async () => {
  const ada = await newUser()
  await ada.create('Prepare the talk')
  const page = await open(ada, '/board', TABLET)
  const columns = page.getByRole('region', { name: 'Tasks by status' })
  const done = page.getByRole('region', { name: /^Done/ })
  await visible(done)
  await page.getByRole('button', { name: 'Expand the sidebar' }).tap()
  await expect.poll(() => columns.evaluate((all) => all.scrollWidth > all.clientWidth)).toBe(true)
  expect((await done.boundingBox())?.width).toBeGreaterThanOrEqual(192)
})
