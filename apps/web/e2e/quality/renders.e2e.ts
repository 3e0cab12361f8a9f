import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ALL_TASKS, newUser, open } from '../support/harness.ts'
import { hidden, sheet, visible } from '../support/locators.ts'
import { dayAfter } from '../support/zone.ts'

const TITLES = ['One', 'Two', 'Three', 'Four', 'Five']

/**
 * Does something, and says which rows or cards React rendered meanwhile: each rendering gives an element a new object of props,
 * which React keeps at the element.
 */
async function renderedBy(page: Page, action: () => Promise<unknown>): Promise<string[]> {
  const propsOf = () =>
    page.evaluateHandle(() => {
      const props = new Map<string, unknown>()
      for (const element of document.querySelectorAll<HTMLElement>('[data-task-id]')) {
        const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'))
        if (key === undefined) throw new Error('React keeps the props elsewhere')
        props.set(element.dataset.taskId ?? '', Reflect.get(element, key))
      }
      return props
    })
  const before = await propsOf()
  await action()
  // What follows from it is rendered by then.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const ids = await page.evaluate(
    ([old, now]) => [...now].filter(([id, props]) => old.has(id) && old.get(id) !== props).map(([id]) => id),
    [before, await propsOf()] as const,
  )
  const titles = ids.map((id) =>
    page.locator(`[data-task-id="${id}"]`).evaluate((element) => {
      const title = element.matches('a') ? element : element.querySelector('[data-task-focus]')
      return title?.textContent ?? ''
    }),
  )
  return Promise.all(titles)
}

test.each([ALL_TASKS, '/today', '/upcoming'])(
  'on %s only the rows that change are rendered again',
  async (at) => {
    const ada = await newUser()
    const projectId = await ada.project('Home')
    await ada.createAll(TITLES.map((title) => ({ title, projectId, dueOn: dayAfter(0) })))
    const page = await open(ada, at)
    const title = (name: string) => page.locator('[data-task-focus]').getByText(name, { exact: true })
    const select = (name: string) => page.getByRole('checkbox', { name: `Select “${name}”` }).click()
    await visible(title('Five'))
    await page.waitForLoadState('networkidle')

    // The first one shows the checkboxes of all.
    expect(await renderedBy(page, () => select('One'))).toHaveLength(TITLES.length)
    expect(await renderedBy(page, () => select('Three'))).toEqual(['Three'])
    await page.keyboard.press('Escape')

    expect(
      await renderedBy(page, async () => {
        await title('Two').click()
        await visible(sheet(page).getByLabel('Title'))
      }),
    ).toEqual([])
    expect(
      await renderedBy(page, async () => {
        await page.keyboard.press('Escape')
        await hidden(sheet(page))
      }),
    ).toEqual([])

    if (at !== '/upcoming') {
      const typing = () => page.getByLabel('New task').pressSequentially('Buy milk')
      expect(await renderedBy(page, typing)).toEqual([])
      await page.getByLabel('New task').fill('')
    }

    // It moves to the top of its day, past those that are as they were.
    const { id } = await ada.taskTitled('Four')
    const changed = await renderedBy(page, async () => {
      await ada.update(id, { priority: 'high' })
      await visible(page.locator(`[data-task-id="${id}"]`).getByText('High'))
    })
    expect(changed).toEqual(['Four'])
  },
)

test('on the board only the card that changes is rendered again', async () => {
  const ada = await newUser()
  const projectId = await ada.project('Home')
  await ada.createAll(TITLES.map((title) => ({ title, projectId, dueOn: dayAfter(0) })))
  const page = await open(ada, '/board')
  const card = (name: string) => page.locator('a[data-task-id]').getByText(name, { exact: true })
  await visible(card('Five'))
  await page.waitForLoadState('networkidle')
  const { id } = await ada.taskTitled('Four')
  const changed = await renderedBy(page, async () => {
    await ada.update(id, { tags: ['shop'] })
    await visible(page.getByText('#shop'))
  })
  expect(changed).toEqual(['Four'])
})

test.each(['/calendar', '/calendar?view=week'])(
  'on %s a task whose panel opens or that changes renders no other one again',
  async (at) => {
    const ada = await newUser()
    // As many as a day of the month has room for.
    await ada.createAll(TITLES.slice(0, 3).map((title) => ({ title, dueOn: dayAfter(0) })))
    const page = await open(ada, at)
    const link = (name: string) => page.locator('a[data-task-id]').filter({ hasText: name })
    await visible(link('One'))
    await page.waitForLoadState('networkidle')
    expect(
      await renderedBy(page, async () => {
        await link('One').click()
        await visible(sheet(page).getByLabel('Title'))
        await page.keyboard.press('Escape')
        await hidden(sheet(page))
      }),
    ).toEqual([])
    const { id } = await ada.taskTitled('One')
    const changed = await renderedBy(page, async () => {
      await ada.update(id, { status: 'done' })
      await page.waitForFunction(
        (one) => document.querySelector(`a[data-task-id="${one}"]`)?.className.includes('line-through'),
        id,
      )
    })
    expect(changed.filter((title) => !title.includes('One'))).toEqual([])
  },
)

test('an open dialog changes the style of no row behind it, and its backdrop takes the clicks', async () => {
  const ada = await newUser()
  const [one] = await ada.createAll(TITLES)
  const page = await open(ada, `${ALL_TASKS}?task=${one?.id}`)
  const row = page.locator(`[data-task-id="${one?.id}"]`)
  await visible(sheet(page).getByLabel('Title'))
  expect(await row.evaluate((element) => getComputedStyle(element).pointerEvents)).toBe('auto')
  const box = await row.boundingBox()
  await page.mouse.click((box?.x ?? 0) + 200, (box?.y ?? 0) + 20, { delay: 600 })
  await hidden(sheet(page))
  expect(new URL(page.url()).search).toBe('')
})
