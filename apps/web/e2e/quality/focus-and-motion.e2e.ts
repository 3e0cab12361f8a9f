import { expect, test } from 'vitest'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { completeTask, row, sheet, titleIn, visible } from '../support/locators.ts'

test('Tab reaches every control, and each shows that it has the focus', async () => {
  const user = await newUser()
  await user.createAll(['One', 'Two'])
  const page = await open(user)
  await visible(row(page, 'One'))
  const reached: string[] = []
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(async () => {
      // What shows with the focus may fade in.
      await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return undefined
      const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element)
      const { width } = element.getBoundingClientRect()
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
      const showsFocus = (outlineStyle !== 'none' && outlineWidth !== '0px') || element.matches('input')
      return { name, showsFocus, isVisible: width > 0 && opacity !== '0' }
    })
    if (!at) break
    expect(at, at.name).toMatchObject({ showsFocus: true, isVisible: true })
    reached.push(at.name)
  }
  expect(reached[0]).toBe('Skip to content')
  expect(reached).toEqual(
    expect.arrayContaining([
      'Board',
      'New task',
      'Search tasks',
      'Complete “Two”',
      'Two',
      'Select “One”',
      'One',
    ]),
  )
  expect(reached.indexOf('Two')).toBeLessThan(reached.indexOf('One'))
})

test('nothing moves when the user prefers reduced motion', async () => {
  const user = await newUser()
  await user.create('One')
  const page = await open(user, ALL_TASKS, { reducedMotion: 'reduce' })
  await visible(row(page, 'One'))
  await page.evaluate(() => {
    const durations: number[] = []
    Object.assign(window, { durations })
    // Read from the style: an animation that is short enough is over before its event arrives.
    const record = (element: EventTarget | null, property: 'animationDuration' | 'transitionDuration') => {
      if (!(element instanceof Element)) return
      for (const one of getComputedStyle(element)[property].split(','))
        durations.push(Number.parseFloat(one) * 1000)
    }
    document.addEventListener('animationstart', ({ target }) => record(target, 'animationDuration'))
    document.addEventListener('transitionrun', ({ target }) => record(target, 'transitionDuration'))
  })
  await titleIn(page, 'One').click()
  await visible(sheet(page))
  await page.keyboard.press('Escape')
  await completeTask(page, 'One')
  await visible(page.getByText('Task completed'))
  const durations = await page.evaluate(() => (window as unknown as { durations: number[] }).durations)
  expect(durations.length).toBeGreaterThan(0)
  expect(durations.filter((duration) => duration > 1)).toEqual([])
})
