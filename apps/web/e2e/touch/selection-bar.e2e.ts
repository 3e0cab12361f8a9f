import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { hidden, row, titleIn, visible } from '../support/locators.ts'
import { fingerOn, PHONE, TABLET } from '../support/touch.ts'

test.each([
  ['phone', PHONE],
  ['tablet', TABLET],
])('on a %s the bar of a selection takes the place of the button to add', async (_, device) => {
  const ada = await newUser()
  await ada.project('Home')
  await ada.createAll(['Two', 'One'])
  const page = await open(ada, ALL_TASKS, device)
  await visible(row(page, 'One'))
  const add = page.getByRole('button', { name: 'Add a task' })
  await visible(add)
  const finger = await fingerOn(page)
  await finger.hold(titleIn(page, 'One'))
  await finger.up()
  const bar = page.getByRole('toolbar', { name: '1 selected' })
  await visible(bar)
  await hidden(add)
  expect(await violations(page)).toEqual([])

  // All actions are in one line, of which none is cut off.
  const actions = ['Complete', 'Priority', 'Due', 'Project', 'Add tag', 'Delete']
  const boxes = await Promise.all(
    actions.map((name) => bar.getByRole('button', { name, exact: true }).boundingBox()),
  )
  expect(new Set(boxes.map((box) => Math.round(box?.y ?? Number.NaN))).size).toBe(1)
  const { x = 0, width = 0 } = (await bar.boundingBox()) ?? {}
  const last = boxes.at(-1)
  expect((last?.x ?? Number.NaN) + (last?.width ?? 0)).toBeLessThanOrEqual(x + width)

  await bar.getByRole('button', { name: 'Clear selection' }).tap()
  await visible(add)
})
