import { expect, test } from 'vitest'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { row, sheet, titleIn, visible } from '../support/locators.ts'

test('a long press selects a task on a phone', async () => {
  const ada = await newUser()
  await ada.createAll(['Two', 'One'])
  const page = await open(ada, ALL_TASKS, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await visible(row(page, 'One'))
  const touch = await page.context().newCDPSession(page)
  const box = await titleIn(page, 'One').boundingBox()
  const point = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await visible(page.getByRole('toolbar', { name: '1 selected' }))
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await row(page, 'Two').getByRole('checkbox').tap()
  await visible(page.getByRole('toolbar', { name: '2 selected' }))
  expect(await sheet(page).count()).toBe(0)
})
