import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { dayIn, picker } from '../support/date-picker.ts'
import { ALL_TASKS, newUser, open, serverHas } from '../support/harness.ts'
import { hidden, list, row, sheet, titleIn, undoButton, visible } from '../support/locators.ts'
import { fingerOn, middleOf, PHONE } from '../support/touch.ts'

const hint = (page: Page, text: string) =>
  page.locator('li > [aria-hidden]').filter({ hasText: new RegExp(`^${text}$`) })

async function openList(titles: string[], options = {}) {
  const ada = await newUser()
  const tasks = await ada.createAll(titles)
  const page = await open(ada, ALL_TASKS, { ...PHONE, ...options })
  await visible(row(page, titles.at(-1) ?? ''))
  return { ada, page, id: tasks[0]?.id ?? '', finger: await fingerOn(page) }
}

describe('a swipe over a task', () => {
  test('to the right completes it, shows so before, and Undo brings it back', async () => {
    const { ada, page, id, finger } = await openList(['Buy milk'])
    await finger.slide(titleIn(page, 'Buy milk'), 40)
    await visible(hint(page, 'Complete'))
    await finger.up()
    // That was not far enough.
    await hidden(hint(page, 'Complete'))
    expect((await row(page, 'Buy milk').locator('[data-swipe]').boundingBox())?.x).toBe(17)

    await finger.slide(titleIn(page, 'Buy milk'), 130)
    expect((await row(page, 'Buy milk').locator('[data-swipe]').boundingBox())?.x).toBeGreaterThan(100)
    await finger.up()
    await hidden(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
    await undoButton(page, 'Task completed').tap()
    await visible(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'todo' })
    expect(await sheet(page).count()).toBe(0)
  })

  test('to the left opens the date picker, and Undo takes the date back', async () => {
    const { ada, page, id, finger } = await openList(['Buy milk'])
    await finger.slide(titleIn(page, 'Buy milk'), -130)
    await visible(hint(page, 'Schedule'))
    await finger.up()
    await visible(picker(page))
    await hidden(hint(page, 'Schedule'))
    await picker(page).getByRole('button', { name: 'Tomorrow', exact: true }).tap()
    await hidden(picker(page))
    await serverHas(ada, id, { dueOn: await dayIn(page, 1) })
    await undoButton(page, 'Task changed').tap()
    await serverHas(ada, id, { dueOn: null, dueAt: null })
  })

  test('follows the direction of the text, and does without animation where less motion is wanted', async () => {
    const { ada, page, id, finger } = await openList(['Buy milk'], { reducedMotion: 'reduce' })
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    await finger.slide(titleIn(page, 'Buy milk'), -130)
    await visible(hint(page, 'Complete'))
    await finger.up()
    await hidden(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
  })

  test('up or down scrolls, and one after a long press does nothing', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `Task ${i + 1}`)
    const { ada, page, finger } = await openList(many.toReversed())
    const from = await middleOf(titleIn(page, 'Task 8'))
    await finger.down(from)
    await finger.moveTo({ x: from.x + 60, y: from.y - 300 })
    await finger.up()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100)

    // While it scrolls, rows take no touches.
    await expect.poll(() => list(page).evaluate((rows) => getComputedStyle(rows).pointerEvents)).toBe('auto')
    await finger.hold(titleIn(page, 'Task 12'))
    const held = await middleOf(titleIn(page, 'Task 12'))
    await finger.moveTo({ x: held.x + 150, y: held.y })
    await finger.up()
    await visible(page.getByRole('toolbar', { name: '1 selected' }))
    expect(await ada.titles({ status: 'done' })).toEqual([])
    expect(await picker(page).count()).toBe(0)
  })
})
