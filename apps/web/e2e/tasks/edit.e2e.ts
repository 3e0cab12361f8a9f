import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Task } from '../../src/api/trpc.ts'
import {
  choose,
  gone,
  list,
  newUser,
  open,
  row,
  seen,
  serverHas,
  sheet,
  titleIn,
  titles,
  toast,
} from '../support/harness.ts'

/** The last minute of a day, so many from today, by the clock of the browser. */
const endOfDay = (page: Page, days: number) =>
  page.evaluate((by) => {
    const date = new Date()
    date.setDate(date.getDate() + by)
    date.setHours(23, 59, 0, 0)
    return date.toISOString()
  }, days)

const filter = (page: Page, name: string) => page.getByRole('search').getByRole('button', { name })
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search tasks' })
const actions = (page: Page, title: string) => page.getByRole('button', { name: `Actions for “${title}”` })
const toolbar = (page: Page, count: number) => page.getByRole('toolbar', { name: `${count} selected` })
const select = (page: Page, title: string) => page.getByRole('checkbox', { name: `Select “${title}”` })
const undo = (page: Page, label: string) => toast(page, label).getByRole('button', { name: 'Undo' })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

describe('a task is changed in its place:', () => {
  test('its title, by double click and by e', async () => {
    const ada = await newUser()
    const task = await ada.create('Buy mlik')
    const page = await open(ada)
    await titleIn(page, 'Buy mlik').dblclick()
    await page.getByLabel('Title', { exact: true }).fill('Buy milk')
    await page.keyboard.press('Enter')
    await seen(titleIn(page, 'Buy milk'))
    await serverHas(ada, task.id, { title: 'Buy milk', version: 2 })
    expect(await sheet(page).count()).toBe(0)

    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByLabel('Title', { exact: true }).fill('Buy oat milk')
    await page.keyboard.press('Enter')
    await seen(titleIn(page, 'Buy oat milk'))
    await serverHas(ada, task.id, { title: 'Buy oat milk', version: 3 })

    // Escape leaves it as it is, and the focus where it was.
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByLabel('Title', { exact: true }).fill('Something else')
    await page.keyboard.press('Escape')
    await seen(titleIn(page, 'Buy oat milk'))
    await serverHas(ada, task.id, { title: 'Buy oat milk', version: 3 })
  })

  test('its status, by click, keys and menu; and that is undone', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await page.getByRole('button', { name: 'Complete “Buy milk”' }).click()
    await gone(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
    await undo(page, 'Task completed').click()
    await seen(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'todo', completedAt: null })

    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await serverHas(ada, id, { status: 'in_progress' })
    await page.keyboard.press('d')
    await gone(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
    await page.keyboard.press('Control+z')
    await seen(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'in_progress' })

    await choose(page, actions(page, 'Buy milk'), /^Done/)
    await gone(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
  })

  test('its priority, by keys and menu', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await seen(row(page, 'Buy milk'))
    await page.keyboard.press('j')
    for (const [key, priority, shown] of [
      ['3', 'high', 'High'],
      ['4', 'urgent', 'Urgent'],
      ['1', 'low', 'Low'],
      ['2', 'medium', 'Medium'],
    ] as const) {
      await page.keyboard.press(key)
      await seen(row(page, 'Buy milk').getByText(shown))
      await serverHas(ada, id, { priority })
    }
    await page.keyboard.press('0')
    await gone(row(page, 'Buy milk').getByText('Medium'))
    await serverHas(ada, id, { priority: 'none' })
    await choose(page, actions(page, 'Buy milk'), /^Urgent/)
    await seen(row(page, 'Buy milk').getByText('Urgent'))
    await serverHas(ada, id, { priority: 'urgent' })
  })

  test('its due date, by keys and menu', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, '/', { timezoneId: 'Pacific/Auckland' })
    await seen(row(page, 'Buy milk'))
    await page.keyboard.press('j')
    await page.keyboard.press('t')
    await page.keyboard.press('2')
    await seen(row(page, 'Buy milk').getByText('Tomorrow'))
    await serverHas(ada, id, { dueAt: await endOfDay(page, 1), priority: 'none' })
    await choose(page, actions(page, 'Buy milk'), /^Due: Today/)
    await seen(row(page, 'Buy milk').getByText('Today'))
    await serverHas(ada, id, { dueAt: await endOfDay(page, 0) })
    await choose(page, actions(page, 'Buy milk'), /^Due: No due date/)
    await gone(row(page, 'Buy milk').getByText('Today'))
    await serverHas(ada, id, { dueAt: null })
  })

  test('everything about it, in the sheet beside the list', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, '/', { timezoneId: 'Europe/Berlin' })
    await titleIn(page, 'Buy milk').click()
    await seen(sheet(page))
    expect(new URL(page.url()).searchParams.get('task')).toBe(id)

    await sheet(page).getByLabel('Tags').fill('home, #shop , home')
    await sheet(page).getByLabel('Due').fill('2026-12-24T18:00')
    await sheet(page).getByLabel('Notes').fill('Two bottles.\nGlass.')
    await sheet(page).getByLabel('Priority').selectOption('High')
    await sheet(page).getByLabel('Status').selectOption('In progress')
    await sheet(page).getByLabel('Title').fill('Buy oat milk')
    await page.keyboard.press('Enter')
    const fields: Partial<Task> = {
      title: 'Buy oat milk',
      tags: ['home', 'shop'],
      dueAt: '2026-12-24T17:00:00.000Z',
      description: 'Two bottles.\nGlass.',
      priority: 'high',
      status: 'in_progress',
    }
    await serverHas(ada, id, fields)

    // It stands in the address: a reload shows it, Back and Escape close it.
    await page.reload()
    await seen(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Buy oat milk')
    await page.keyboard.press('Escape')
    await gone(sheet(page))
    const shown = await row(page, 'Buy oat milk').textContent()
    expect(shown).toMatch(/24 Dec 18:00.*High.*#home.*#shop/)
    await titleIn(page, 'Buy oat milk').click()
    await seen(sheet(page))
    await page.goBack()
    await gone(sheet(page))

    await titleIn(page, 'Buy oat milk').click()
    await sheet(page).getByRole('button', { name: 'Delete' }).click()
    await gone(row(page, 'Buy oat milk'))
    await expect.poll(() => ada.titles()).toEqual([])
    await undo(page, 'Task deleted').click()
    await seen(row(page, 'Buy oat milk'))
    await serverHas(ada, id, fields)
  })

  test('Back does not open again what was closed', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada)
    await titleIn(page, 'Buy milk').click()
    await seen(sheet(page))
    await page.keyboard.press('Escape')
    await gone(sheet(page))
    await page.goBack()
    expect(new URL(page.url()).search).toBe('')
    await gone(sheet(page))
  })

  test('what is left unsaved in the sheet is saved when the sheet is closed', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, `/?task=${id}`)
    await sheet(page).getByLabel('Notes').fill('Two bottles')
    await page.keyboard.press('Escape')
    await gone(sheet(page))
    await serverHas(ada, id, { description: 'Two bottles', version: 2 })
  })
})

/** Scrolls to the end until a task is there; answers the most rows that were in the page meanwhile. */
async function scrolledTo(page: Page, title: string): Promise<number> {
  let most = 0
  await expect
    .poll(
      async () => {
        most = Math.max(most, await list(page).getByRole('listitem').count())
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
        return row(page, title).isVisible()
      },
      { timeout: 50_000, interval: 20 },
    )
    .toBe(true)
  return most
}

describe('the list', () => {
  test('is filtered and searched by its address, which a reload and Back keep', async () => {
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
    await seen(page.getByText('4 tasks', { exact: true }))

    const shows = async (query: Record<string, string | string[]>, expected: string[]) => {
      await expect.poll(() => titles(page)).toEqual(expected)
      const params = new URL(page.url()).searchParams
      for (const [name, value] of Object.entries(query)) {
        expect(params.getAll(name)).toEqual([value].flat())
      }
    }
    await choose(page, filter(page, 'Status'), 'All')
    await shows({ status: 'all' }, ['Buy a boat', ...open4])
    await search(page).fill('buy')
    await shows({ q: 'buy', status: 'all' }, ['Buy a boat', 'Buy stamps', 'Buy milk'])
    await choose(page, filter(page, 'Tag'), '#home')
    await shows({ q: 'buy', status: 'all', tag: 'home' }, ['Buy milk'])
    await page.reload()
    await shows({ q: 'buy', status: 'all', tag: 'home' }, ['Buy milk'])
    expect(await search(page).inputValue()).toBe('buy')
    await search(page).fill('')
    await shows({ tag: 'home', q: [] }, ['Pay the rent', 'Sell the bike', 'Buy milk'])
    await choose(page, filter(page, 'Priority'), 'High')
    await shows({ tag: 'home', priority: 'high' }, ['Sell the bike', 'Buy milk'])

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Trash' }).click()
    await seen(heading(page, 'Trash'))
    await page.goBack()
    await shows({ tag: 'home', priority: 'high', status: 'all' }, ['Sell the bike', 'Buy milk'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await shows({ tag: [], priority: [], status: [] }, open4)
    await choose(page, filter(page, 'Due'), 'Overdue')
    await shows({ due: 'overdue' }, ['Pay the rent'])
    await search(page).fill('no such words')
    await seen(page.getByRole('heading', { name: 'Nothing matches' }))
  })

  test('is sorted, and what is added takes its place', async () => {
    const ada = await newUser()
    await ada.createAll([
      { title: 'Bananas', priority: 'low', dueAt: '2026-12-03T12:00:00.000Z' },
      { title: 'Apples', priority: 'urgent' },
      { title: 'Cherries', dueAt: '2026-12-01T12:00:00.000Z' },
    ])
    const page = await open(ada)
    await expect.poll(() => titles(page)).toEqual(['Cherries', 'Apples', 'Bananas'])
    await choose(page, filter(page, 'Sort'), 'Due date')
    await expect.poll(() => titles(page)).toEqual(['Cherries', 'Bananas', 'Apples'])
    await choose(page, filter(page, 'Sort'), 'Priority')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Cherries'])
    await choose(page, filter(page, 'Sort'), 'Title')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Cherries'])
    expect(new URL(page.url()).searchParams.get('sort')).toBe('title')
    await page.getByLabel('New task').fill('Blueberries')
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Apples', 'Bananas', 'Blueberries', 'Cherries'])
    await ada.create('Avocados')
    await expect
      .poll(() => titles(page))
      .toEqual(['Apples', 'Avocados', 'Bananas', 'Blueberries', 'Cherries'])
  })

  const MANY = 10_000

  test(`of ${MANY} tasks is scrolled to its end with few rows in the page`, async () => {
    const ada = await newUser()
    const started = performance.now()
    await ada.createAll(Array.from({ length: MANY }, (_, i) => `Task ${MANY - i}`))
    const made = performance.now()
    const page = await open(ada)
    await seen(row(page, 'Task 1'))
    await seen(page.getByText(`${MANY.toLocaleString('en')} tasks`))
    await page.evaluate(watchFrames)
    const most = await scrolledTo(page, `Task ${MANY}`)
    const slowest = await page.evaluate(() => Number(document.documentElement.dataset.slowestFrame))
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    process.stdout.write(
      `      ${MANY} tasks: made in ${seconds(made - started)} s, read in ${seconds(performance.now() - made)} s, ` +
        `at most ${most} rows, slowest frame ${slowest} ms\n`,
    )
    expect(most).toBeLessThan(100)
    const last = row(page, `Task ${MANY}`)
    expect(await last.getAttribute('aria-posinset')).toBe(String(MANY))
    expect(await last.getAttribute('aria-setsize')).toBe(String(MANY))

    // And with all of it loaded, the keys still go from row to row.
    await titleIn(page, `Task ${MANY}`).focus()
    await page.keyboard.press('k')
    await expect.poll(() => focused(page)).toBe(`Task ${MANY - 1}`)
  })

  /** Runs in the page. */
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

describe('undo', () => {
  test('takes back one thing after another, the latest first', async () => {
    const ada = await newUser()
    const [first, second] = await ada.createAll(['First', 'Second'])
    const page = await open(ada)
    await choose(page, actions(page, 'First'), /^Delete/)
    await gone(row(page, 'First'))
    await page.getByRole('button', { name: 'Complete “Second”' }).click()
    await gone(row(page, 'Second'))
    await seen(page.getByRole('heading', { name: 'All clear' }))
    await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Second', status: 'done' }])

    await seen(undo(page, 'Task completed'))
    await page.keyboard.press('Control+z')
    await gone(undo(page, 'Task completed'))
    await expect.poll(() => titles(page)).toEqual(['Second'])
    await page.keyboard.press('Control+z')
    await expect.poll(() => titles(page)).toEqual(['Second', 'First'])
    await serverHas(ada, second?.id ?? '', { status: 'todo' })
    await serverHas(ada, first?.id ?? '', { title: 'First', status: 'todo' })
    await page.keyboard.press('Control+z')
    await seen(toast(page, 'There is nothing to undo'))
  })

  test('leaves the text alone while something is typed', async () => {
    const ada = await newUser()
    await ada.create('First')
    const page = await open(ada)
    await choose(page, actions(page, 'First'), /^Delete/)
    await gone(row(page, 'First'))
    await page.getByLabel('New task').pressSequentially('Some words')
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.getByLabel('New task').inputValue()).not.toBe('Some words')
    expect(await ada.titles()).toEqual([])
    expect(await titles(page)).toEqual([])
  })
})

describe('many at once:', () => {
  const FIVE = ['One', 'Two', 'Three', 'Four', 'Five']
  /** The newest first. */
  const SHOWN = FIVE.toReversed()

  test('completed, and that undone by its toast', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await select(page, 'Five').click()
    await select(page, 'Two').click({ modifiers: ['Shift'] })
    await seen(toolbar(page, 4))
    await toolbar(page, 4).getByRole('button', { name: 'Complete' }).click()
    await expect.poll(() => titles(page)).toEqual(['One'])
    await gone(page.getByRole('toolbar'))
    await expect.poll(() => ada.titles({ status: 'done' })).toEqual(['Five', 'Four', 'Three', 'Two'])
    await undo(page, '4 tasks completed').click()
    await expect.poll(() => titles(page)).toEqual(SHOWN)
    await expect.poll(() => ada.titles({ status: 'todo' })).toEqual(SHOWN)
  })

  test('given a priority and a tag, by keys and toolbar', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await seen(row(page, 'Five'))
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await seen(toolbar(page, 2))
    await choose(page, toolbar(page, 2).getByRole('button', { name: 'Priority' }), 'High')
    await expect.poll(() => ada.titles({ priority: 'high' })).toEqual(['Five', 'Four'])
    await seen(row(page, 'Four').getByText('High'))

    await page.keyboard.press('Control+a')
    await seen(toolbar(page, 5))
    await toolbar(page, 5).getByRole('button', { name: 'Add tag' }).click()
    await page.getByRole('dialog').getByLabel('Tag').fill('#later')
    await page.keyboard.press('Enter')
    await expect.poll(() => ada.titles({ tag: 'later' })).toEqual(SHOWN)
    await page.keyboard.press('Control+z')
    await expect.poll(() => ada.titles({ tag: 'later' })).toEqual([])
    expect(await ada.titles({ priority: 'high' })).toEqual(['Five', 'Four'])
  })

  test('deleted, all of more than a hundred, and that undone by Ctrl+Z', async () => {
    const ada = await newUser()
    const made = await ada.createAll(Array.from({ length: 130 }, (_, i) => `Task ${130 - i}`))
    const page = await open(ada)
    await seen(row(page, 'Task 1'))
    // What is loaded is what can be selected: the rest comes with the scrolling.
    await scrolledTo(page, 'Task 130')
    await page.keyboard.press('Control+a')
    await seen(toolbar(page, 130))
    await toolbar(page, 130).getByRole('button', { name: 'Delete' }).click()
    await seen(page.getByRole('heading', { name: 'All clear' }))
    await expect.poll(() => ada.titles()).toEqual([])
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await ada.tasks()).length, { timeout: 20_000 }).toBe(100)
    await seen(row(page, 'Task 1'))
    await seen(page.getByText('130 tasks', { exact: true }))
    expect(await ada.task(made[0]?.id ?? '')).toMatchObject({ title: 'Task 130', status: 'todo' })
  })

  test('Escape clears the selection', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await select(page, 'Three').click()
    await seen(toolbar(page, 1))
    await page.keyboard.press('Escape')
    await gone(page.getByRole('toolbar'))
    expect(await ada.titles()).toEqual(SHOWN)
  })
})

describe('the keyboard', () => {
  test('goes from task to task, opens, completes, deletes and searches', async () => {
    const ada = await newUser()
    const [one] = await ada.createAll(['One', 'Two', 'Three', 'Four'])
    const page = await open(ada)
    await seen(row(page, 'One'))
    await page.keyboard.press('j')
    expect(await focused(page)).toBe('Four')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).toBe('Two')
    await page.keyboard.press('k')
    await expect.poll(() => focused(page)).toBe('Three')
    await page.keyboard.press('o')
    await seen(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Three')
    await page.keyboard.press('Escape')
    await gone(sheet(page))
    // The focus is where it was, so that the next key is about the same task.
    await expect.poll(() => focused(page)).toBe('Three')

    await page.keyboard.press('d')
    await expect.poll(() => titles(page)).toEqual(['Four', 'Two', 'One'])
    await expect.poll(() => focused(page)).toBe('Two')
    await page.keyboard.press('#')
    await expect.poll(() => titles(page)).toEqual(['Four', 'One'])
    await expect.poll(() => focused(page)).toBe('One')
    await expect.poll(() => ada.titles({ status: 'todo' })).toEqual(['Four', 'One'])
    expect(await ada.titles({ status: 'done' })).toEqual(['Three'])
    expect(await ada.trashed()).toEqual(['Two'])

    await page.keyboard.press('/')
    await expect.poll(() => search(page).evaluate((it) => it === document.activeElement)).toBe(true)
    // Keys are text there.
    await page.keyboard.type('d#x1')
    expect(await search(page).inputValue()).toBe('d#x1')
    expect(await ada.task(one?.id ?? '')).toMatchObject({ status: 'todo', priority: 'none', version: 1 })
  })

  test('g and a letter goes to a page, and does nothing else', async () => {
    const ada = await newUser()
    const { id } = await ada.create('One')
    const page = await open(ada)
    for (const [key, name] of [
      ['b', 'Board'],
      ['s', 'Statistics'],
      ['x', 'Trash'],
      ['a', 'Account'],
      ['c', 'Calendar'],
    ] as const) {
      await seen(row(page, 'One'))
      await page.keyboard.press('j')
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await seen(page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }))
      expect(await page.getByRole('dialog').count()).toBe(0)
      await page.keyboard.press('g')
      await page.keyboard.press('t')
      await seen(heading(page, 'Tasks'))
    }
    await gone(page.getByRole('toolbar'))
    expect(await ada.task(id)).toMatchObject({ status: 'todo', version: 1 })
  })

  test('? shows every key', async () => {
    const page = await open(await newUser())
    await seen(heading(page, 'Tasks'))
    await page.keyboard.press('?')
    const overlay = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await seen(overlay)
    const keys = await overlay
      .locator('dl > div')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)))
    expect(keys).toEqual(
      expect.arrayContaining([
        ['Add a task', 'c'],
        ['Search and commands', '⌘/Ctrl K'],
        ['Undo the last change', '⌘/Ctrl Z'],
        ['Next task', 'j'],
        ['Previous task', 'k'],
        ['Open the task', 'o'],
        ['Complete or reopen', 'd'],
        ['Rename', 'e'],
        ['Select', 'x'],
        ['Delete', '#'],
        ['Search', '/'],
        ['Urgent', '4'],
        ['Board', 'g b'],
      ]),
    )
    expect(new Set(keys.map(([, key]) => key)).size).toBe(keys.length)
    await page.keyboard.press('Escape')
    await gone(overlay)
  })

  test('Ctrl+K finds tasks and actions', async () => {
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Renew the passport', status: 'done' })
    const page = await open(ada)
    await seen(heading(page, 'Tasks'))
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Search and commands' })
    await seen(palette)
    await page.keyboard.type('passp')
    await seen(palette.getByRole('option', { name: 'Renew the passport' }))
    await page.keyboard.press('Enter')
    await gone(palette)
    await seen(sheet(page))
    expect(new URL(page.url()).searchParams.get('task')).toBe(id)
    await page.keyboard.press('Escape')
    await gone(sheet(page))

    await page.keyboard.press('Control+k')
    await page.keyboard.type('tras')
    await seen(palette.getByRole('option', { name: /Trash/ }))
    await page.keyboard.press('Enter')
    await seen(heading(page, 'Trash'))
    await gone(palette)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await seen(heading(page, 'Tasks'))
  })
})
