import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { ALL_TASKS, newUser, open, serverHas } from '../support/harness.ts'
import { actionsButton, hasFocus, hidden, sheet, visible } from '../support/locators.ts'
import { fingerOn, PHONE, TABLET } from '../support/touch.ts'

test('on a phone a menu is a sheet at the bottom, without hints for a keyboard', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, ALL_TASKS, PHONE)
  await actionsButton(page, 'Buy milk').tap()
  const menu = page.getByRole('menu', { name: 'Actions for “Buy milk”' })
  await visible(menu)
  expect(await violations(page)).toEqual([])
  await expect
    .poll(async () => {
      const { x = 0, y = 0, width = 0, height = 0 } = (await menu.boundingBox()) ?? {}
      return { x, width, bottom: Math.round(y + height) }
    })
    .toEqual({ x: 0, width: 390, bottom: 844 })
  expect((await menu.getByRole('menuitem').first().boundingBox())?.height).toBeGreaterThanOrEqual(44)
  expect(await menu.locator('kbd:visible').count()).toBe(0)
  // A tap beside it closes it, and nothing else.
  await page.touchscreen.tap(200, 60)
  await hidden(menu)
  expect(await sheet(page).count()).toBe(0)
  await hasFocus(actionsButton(page, 'Buy milk'))

  await actionsButton(page, 'Buy milk').tap()
  await menu.getByRole('menuitemcheckbox', { name: 'High' }).tap()
  await hidden(menu)
  await serverHas(ada, id, { priority: 'high' })
})

test('a finger that stays beside the menu of a task does not select the task', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada, ALL_TASKS, PHONE)
  const finger = await fingerOn(page)
  await actionsButton(page, 'Buy milk').tap()
  await visible(page.getByRole('menu'))
  await finger.holdAt({ x: 200, y: 60 })
  await finger.up()
  expect(await page.locator('input[aria-label="Select “Buy milk”"]').isChecked()).toBe(false)
})

test('a finger pulls a sheet down to close it, and a short pull does not', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada, ALL_TASKS, PHONE)
  const finger = await fingerOn(page)
  const menu = page.getByRole('menu')
  const dialog = page.getByRole('dialog', { name: 'Add a task' })
  for (const [button, opened] of [
    [actionsButton(page, 'Buy milk'), menu],
    [page.getByRole('button', { name: 'Add a task' }), dialog],
  ] as const) {
    await button.tap()
    await visible(opened)
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
    const top = (await opened.boundingBox())?.y ?? 0
    await finger.down({ x: 100, y: top + 20 })
    await finger.moveTo({ x: 100, y: top + 70 })
    expect((await opened.boundingBox())?.y).toBeGreaterThan(top + 30)
    await finger.up()
    await expect.poll(async () => (await opened.boundingBox())?.y).toBe(top)
    await finger.down({ x: 100, y: top + 20 })
    await finger.moveTo({ x: 100, y: top + 140 })
    await finger.up()
    await hidden(opened)
  }
  expect(await ada.titles()).toEqual(['Buy milk'])
})

test('on a tablet a menu is beside its button', async () => {
  const ada = await newUser()
  await ada.create('Buy milk')
  const page = await open(ada, ALL_TASKS, TABLET)
  await actionsButton(page, 'Buy milk').tap()
  await visible(page.getByRole('menu'))
  expect((await page.getByRole('menu').boundingBox())?.width).toBeLessThan(400)
})

test('the account menu of a touch screen does without the shortcuts', async () => {
  const ada = await newUser()
  const page = await open(ada, ALL_TASKS, PHONE)
  await page.getByRole('button', { name: 'Account menu of Ada' }).tap()
  await visible(page.getByRole('menuitem', { name: 'Sign out' }))
  expect(await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).count()).toBe(0)
  await page.getByRole('menuitem', { name: 'Statistics' }).tap()
  await page.waitForURL(/\/stats$/)
  expect(await page.getByRole('button', { name: 'Add a task' }).count()).toBe(0)
})
