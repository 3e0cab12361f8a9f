import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../../support/axe.ts'
import { ALL_TASKS, newUser, open, serverHas } from '../../support/harness.ts'
import {
  appCached,
  choose,
  hasFocus,
  hidden,
  property,
  row,
  sheet,
  shownNotes,
  titleIn,
  undoButton,
  visible,
} from '../../support/locators.ts'

const THEMES = ['light', 'dark'] as const
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const tags = (page: Page) => sheet(page).getByRole('combobox', { name: 'Tags' })
const options = (page: Page) => sheet(page).getByRole('listbox').getByRole('option')
const title = (page: Page) => sheet(page).getByLabel('Title')

async function openPanel(task: Parameters<Awaited<ReturnType<typeof newUser>>['create']>[0], options = {}) {
  const ada = await newUser()
  const { id } = await ada.create(task)
  const page = await open(ada, `${ALL_TASKS}?task=${id}`, options)
  await visible(title(page))
  return { ada, id, page }
}

/** Opens a task for the first time in a page, and returns after how many ms the panel was painted. */
async function openingTime(page: Page): Promise<number> {
  const hasLoaded = () =>
    page.evaluate(() =>
      performance.getEntriesByType('resource').some(({ name }) => /\/task-dialog-[^/]*\.js$/.test(name)),
    )
  await expect.poll(hasLoaded).toBe(true)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { times })
    addEventListener('click', ({ timeStamp }) => {
      const look = () => {
        if (!document.querySelector('[role="dialog"] textarea')) return requestAnimationFrame(look)
        // The next frame begins once this one is painted.
        requestAnimationFrame(() => times.push(performance.now() - timeStamp))
      }
      look()
    })
  })
  await titleIn(page, 'One').click()
  await hasFocus(title(page))
  const times = () => page.evaluate(() => (window as unknown as { times: number[] }).times)
  await expect.poll(async () => (await times()).length).toBe(1)
  return (await times())[0] ?? 0
}

test('the panel is loaded before a task is opened, and opens in under 200 ms the first time', async () => {
  const ada = await newUser()
  await ada.createAll(['Two', 'One'])
  const page = await open(ada)
  const times: number[] = []
  // The shortest of three, because others may use the machine.
  for (let i = 0; i < 3; i += 1) {
    await page.goto(`${ada.url}${ALL_TASKS}`)
    await visible(row(page, 'One'))
    await appCached(page)
    times.push(Math.round(await openingTime(page)))
  }
  process.stdout.write(`      the panel opens in ${times.join(', ')} ms\n`)
  expect(Math.min(...times)).toBeLessThan(200)
})

describe('the focus', () => {
  test('is in the title, and goes back to the row when the panel is closed', async () => {
    const ada = await newUser()
    await ada.createAll(['Two', 'One'])
    const page = await open(ada)
    await titleIn(page, 'Two').click()
    await hasFocus(title(page))
    await page.keyboard.type(' and a half')
    expect(await title(page).inputValue()).toBe('Two and a half')
    await page.keyboard.press('Escape')
    await hasFocus(titleIn(page, 'Two and a half'))
  })

  test('is in no text on a touch screen, where it would open the keyboard', async () => {
    const { page } = await openPanel('Buy milk', PHONE)
    await expect
      .poll(() =>
        sheet(page).evaluate((panel) => {
          const { activeElement } = document
          return panel.contains(activeElement) && !activeElement?.matches('input, textarea')
        }),
      )
      .toBe(true)
  })
})

describe('tags', () => {
  test('are completed, added and removed by the keyboard alone', async () => {
    const ada = await newUser()
    await ada.createAll([
      { title: 'One', tags: ['home', 'work'] },
      { title: 'Two', tags: ['home', 'homework'] },
    ])
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, `${ALL_TASKS}?task=${id}`)
    await tags(page).focus()
    await page.keyboard.type('hom')
    await expect.poll(() => options(page).allTextContents()).toEqual(['#home', '#homework', 'Add “hom”'])
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => options(page).first().getAttribute('aria-selected')).toBe('true')
    expect(await tags(page).getAttribute('aria-activedescendant')).toBe(
      await options(page).first().getAttribute('id'),
    )
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Enter')
    await serverHas(ada, id, { tags: ['home'] })
    expect(await tags(page).inputValue()).toBe('')
    await hasFocus(tags(page))

    // Escape closes the list, and the panel only after it.
    await page.keyboard.type('x')
    await visible(options(page))
    await page.keyboard.press('Escape')
    await hidden(options(page))
    await page.keyboard.type('y,')
    await serverHas(ada, id, { tags: ['home', 'xy'] })
    await page.keyboard.press('Backspace')
    await serverHas(ada, id, { tags: ['home'] })
    await page.keyboard.press('Shift+Tab')
    await hasFocus(sheet(page).getByRole('button', { name: 'Remove #home' }))
    await page.keyboard.press('Enter')
    await serverHas(ada, id, { tags: [] })
    await hasFocus(tags(page))
    await undoButton(page, 'Task changed').click()
    await serverHas(ada, id, { tags: ['home'] })
  })

  test('are chosen by touch', async () => {
    const ada = await newUser()
    await ada.create({ title: 'One', tags: ['home'] })
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, `${ALL_TASKS}?task=${id}`, PHONE)
    await tags(page).tap()
    await options(page).filter({ hasText: '#home' }).tap()
    await serverHas(ada, id, { tags: ['home'] })
    await sheet(page).getByRole('button', { name: 'Remove #home' }).tap()
    await serverHas(ada, id, { tags: [] })
  })

  test('have a colour that follows from their name', async () => {
    const { page } = await openPanel({ title: 'Buy milk', tags: ['home', 'work'] })
    const colours = () =>
      sheet(page)
        .getByText(/^#(home|work)$/)
        .evaluateAll((all) => all.map((one) => getComputedStyle(one.parentElement ?? one).backgroundColor))
    const before = await colours()
    expect(new Set(before).size).toBe(2)
    await page.reload()
    await visible(title(page))
    expect(await colours()).toEqual(before)
  })
})

test.each(THEMES)('axe finds no violation in a panel that has everything, %s', async (colorScheme) => {
  const { page } = await openPanel(
    {
      title: 'Buy milk',
      tags: ['home', 'work', 'errands', 'family', 'music', 'car', 'cat'],
      description:
        '# Shop\n- [x] milk\n\n`code` https://example.com\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      dueAt: new Date(Date.now() - 86_400_000).toISOString(),
      priority: 'high',
      reminder: 10,
    },
    { colorScheme },
  )
  await visible(shownNotes(page).getByRole('link'))
  expect(await violations(page)).toEqual([])
  await shownNotes(page).getByText('milk').click()
  expect(await violations(page)).toEqual([])
  await property(page, 'Status').click()
  await visible(page.getByRole('menu'))
  expect(await violations(page)).toEqual([])
})

test('the link of the task can be copied, and it is said when it was created and changed', async () => {
  const { ada, id, page } = await openPanel('Buy milk')
  await visible(sheet(page).getByText(/^Created /))
  expect(
    await sheet(page)
      .getByText(/^Changed /)
      .count(),
  ).toBe(0)
  await ada.update(id, { priority: 'high' })
  await visible(sheet(page).getByText(/^Changed /))
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await choose(page, sheet(page).getByRole('button', { name: 'More actions' }), 'Copy link')
  await visible(page.getByText('Link copied'))
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
})
