import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chooseFilter } from '../support/filters.ts'
import { newUser, open } from '../support/harness.ts'
import {
  choose,
  focusedText,
  heading,
  row,
  scrollToTask,
  searchBox,
  titleIn,
  titles,
  visible,
} from '../support/locators.ts'

const sortButton = (page: Page) => page.getByRole('search').getByRole('button', { name: /^Sort/ })

describe('the task list', () => {
  test('keeps its filters and its search in the URL, through a reload and Back', async () => {
    const ada = await newUser()
    await ada.createAll([
      { title: 'Buy milk', tags: ['home'], priority: 'high' },
      { title: 'Buy stamps', tags: ['work'] },
      { title: 'Sell the bike', tags: ['home'], status: 'in_progress', priority: 'high' },
      { title: 'Pay the rent', tags: ['home'], dueAt: '2026-01-31T12:00:00.000Z' },
      { title: 'Buy a boat', status: 'done' },
    ])
    const page = await open(ada)
    const open4 = ['Pay the rent', 'Sell the bike', 'Buy stamps', 'Buy milk']
    await expect.poll(() => titles(page)).toEqual(open4)
    await visible(page.getByText('4 tasks', { exact: true }))

    const shows = async (query: Record<string, string | string[]>, expected: string[]) => {
      await expect.poll(() => titles(page)).toEqual(expected)
      const params = new URL(page.url()).searchParams
      for (const [name, value] of Object.entries(query)) {
        expect(params.getAll(name)).toEqual([value].flat())
      }
    }
    await chooseFilter(page, 'Status', 'All')
    await shows({ status: 'all' }, ['Buy a boat', ...open4])
    await searchBox(page).fill('buy')
    await shows({ q: 'buy', status: 'all' }, ['Buy a boat', 'Buy stamps', 'Buy milk'])
    await chooseFilter(page, 'Tag', '#home')
    await shows({ q: 'buy', status: 'all', tag: 'home' }, ['Buy milk'])
    await page.reload()
    await shows({ q: 'buy', status: 'all', tag: 'home' }, ['Buy milk'])
    expect(await searchBox(page).inputValue()).toBe('buy')
    await searchBox(page).fill('')
    await shows({ tag: 'home', q: [] }, ['Pay the rent', 'Sell the bike', 'Buy milk'])
    await chooseFilter(page, 'Priority', 'High')
    await shows({ tag: 'home', priority: 'high' }, ['Sell the bike', 'Buy milk'])

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Trash' }).click()
    await visible(heading(page, 'Trash'))
    await page.goBack()
    await shows({ tag: 'home', priority: 'high', status: 'all' }, ['Sell the bike', 'Buy milk'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await shows({ tag: [], priority: [], status: [] }, open4)
    await chooseFilter(page, 'Due', 'Overdue')
    await shows({ due: 'overdue' }, ['Pay the rent'])
    await searchBox(page).fill('no such words')
    await visible(page.getByRole('heading', { name: 'Nothing matches' }))
    await visible(page.locator('main .card > svg'))
  })

  test('a filter with a name is kept in the sidebar and found by the palette', async () => {
    const ada = await newUser()
    await ada.createAll([{ title: 'Buy milk', tags: ['home'] }, 'Write the talk'])
    const page = await open(ada, '/all?tag=home')
    await page.getByRole('button', { name: 'Save filter' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('At home')
    await page.keyboard.press('Enter')
    const link = page.getByRole('region', { name: 'Filters' }).getByRole('link', { name: 'At home' })
    await expect.poll(() => link.getAttribute('aria-current')).toBe('page')
    await page.goto(`${ada.url}/today`)
    await link.click()
    await expect.poll(() => titles(page)).toEqual(['Buy milk'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => titles(page)).toEqual(['Write the talk', 'Buy milk'])
    await page.keyboard.press('Control+k')
    await visible(page.getByRole('dialog'))
    await page.keyboard.type('at home')
    await page.getByRole('option', { name: 'At home' }).click()
    await expect.poll(() => titles(page)).toEqual(['Buy milk'])
    await link.hover()
    await page.getByRole('button', { name: 'Remove the filter “At home”' }).click()
    await link.waitFor({ state: 'detached' })
  })

  test('is sorted, and a new task is inserted in order', async () => {
    const ada = await newUser()
    await ada.createAll([
      { title: 'Bananas', priority: 'low', dueAt: '2026-12-03T12:00:00.000Z' },
      { title: 'Apples', priority: 'urgent' },
      { title: 'Cherries', dueAt: '2026-12-01T12:00:00.000Z' },
    ])
    const page = await open(ada)
    await expect.poll(() => titles(page)).toEqual(['Cherries', 'Apples', 'Bananas'])
    await choose(page, sortButton(page), 'Due date')
    await expect.poll(() => titles(page)).toEqual(['Cherries', 'Bananas', 'Apples'])
    await choose(page, sortButton(page), 'Priority')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Cherries'])
    await choose(page, sortButton(page), 'Title')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Cherries'])
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('title')
    await page.getByLabel('New task').fill('Blueberries')
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Blueberries', 'Cherries'])
    await ada.create('Avocados')
    await expect
      .poll(() => titles(page))
      .toEqual(['Apples', 'Avocados', 'Bananas', 'Blueberries', 'Cherries'])
  })

  const MANY = 10_000

  test(`scrolls through ${MANY} tasks and never renders more than a hundred rows`, {
    timeout: 150_000,
  }, async () => {
    const ada = await newUser()
    const started = performance.now()
    await ada.createAll(Array.from({ length: MANY }, (_, i) => `Task ${MANY - i}`))
    const created = performance.now()
    const page = await open(ada)
    await visible(row(page, 'Task 1'))
    await visible(page.getByText(`${MANY.toLocaleString('en')} tasks`))
    await page.evaluate(watchFrames)
    const maxRows = await scrollToTask(page, `Task ${MANY}`)
    const slowest = await page.evaluate(() => Number(document.documentElement.dataset.slowestFrame))
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    process.stdout.write(
      `      ${MANY} tasks: created in ${seconds(created - started)} s, scrolled in ${seconds(performance.now() - created)} s, ` +
        `at most ${maxRows} rows, slowest frame ${slowest} ms\n`,
    )
    expect(maxRows).toBeLessThan(100)
    const last = row(page, `Task ${MANY}`)
    expect(await last.getAttribute('aria-posinset')).toBe(String(MANY))
    expect(await last.getAttribute('aria-setsize')).toBe(String(MANY))

    // The keys still move from row to row once everything is loaded.
    await titleIn(page, `Task ${MANY}`).focus()
    await page.keyboard.press('k')
    await expect.poll(() => focusedText(page)).toBe(`Task ${MANY - 1}`)
  })

  /** Runs in the page and records the longest frame. */
  function watchFrames() {
    let [last, slowest] = [performance.now(), 0]
    const next = (now: number) => {
      slowest = Math.max(slowest, now - last)
      last = now
      document.documentElement.dataset.slowestFrame = String(Math.round(slowest))
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  }
})
