import { describe, expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import {
  focusedText,
  hasFocus,
  heading,
  hidden,
  row,
  searchBox,
  sheet,
  titles,
  visible,
} from '../support/locators.ts'

describe('the keyboard', () => {
  test('moves between tasks, opens, completes and deletes them, and searches', async () => {
    const ada = await newUser()
    const [one] = await ada.createAll(['One', 'Two', 'Three', 'Four'])
    const page = await open(ada)
    await visible(row(page, 'One'))
    await page.keyboard.press('j')
    await expect.poll(() => focusedText(page)).toBe('Four')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect.poll(() => focusedText(page)).toBe('Two')
    await page.keyboard.press('k')
    await expect.poll(() => focusedText(page)).toBe('Three')
    await page.keyboard.press('o')
    await visible(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Three')
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    // The focus returns to the same task, so the next key applies to it.
    await expect.poll(() => focusedText(page)).toBe('Three')

    await page.keyboard.press('d')
    await expect.poll(() => titles(page)).toEqual(['Four', 'Two', 'One'])
    await expect.poll(() => focusedText(page)).toBe('Two')
    await page.keyboard.press('#')
    await expect.poll(() => titles(page)).toEqual(['Four', 'One'])
    await expect.poll(() => focusedText(page)).toBe('One')
    await expect.poll(() => ada.titles({ status: 'todo' })).toEqual(['Four', 'One'])
    expect(await ada.titles({ status: 'done' })).toEqual(['Three'])
    expect(await ada.trashedTitles()).toEqual(['Two'])

    await page.keyboard.press('/')
    await hasFocus(searchBox(page))
    // In an input, keys are text.
    await page.keyboard.type('d#x1')
    expect(await searchBox(page).inputValue()).toBe('d#x1')
    expect(await ada.task(one?.id ?? '')).toMatchObject({ status: 'todo', priority: 'none', version: 1 })
  })

  test('g and a letter open a page and trigger nothing else', async () => {
    const ada = await newUser()
    const { id } = await ada.create('One')
    const page = await open(ada)
    for (const [key, name] of [
      ['b', 'Board'],
      ['s', 'Statistics'],
      ['x', 'Trash'],
      ['a', 'Account'],
      ['c', 'Calendar'],
      ['t', 'Today'],
      ['u', 'Upcoming'],
    ] as const) {
      await visible(row(page, 'One'))
      await page.keyboard.press('j')
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await visible(page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }))
      expect(await page.getByRole('dialog').count()).toBe(0)
      await page.keyboard.press('g')
      await page.keyboard.press('l')
      await visible(heading(page, 'Tasks'))
    }
    await hidden(page.getByRole('toolbar'))
    expect(await ada.task(id)).toMatchObject({ status: 'todo', version: 1 })
  })

  test('a sequence goes on when the page changes between its keys', async () => {
    const page = await open(await newUser())
    await visible(heading(page, 'Tasks'))
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await visible(heading(page, 'Board'))
    await page.keyboard.press('g')
    await page.goBack()
    await page.keyboard.press('b')
    await visible(heading(page, 'Board'))
  })

  test('? shows all shortcuts', async () => {
    const page = await open(await newUser())
    await visible(heading(page, 'Tasks'))
    await page.keyboard.press('?')
    const overlay = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await visible(overlay)
    const keys = await overlay
      .locator('dl > div')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)))
    expect(keys).toEqual(
      expect.arrayContaining([
        ['Add a task', 'c'],
        ['Search and commands', 'Ctrl K'],
        ['Undo the last change', 'Ctrl Z'],
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
    await hidden(overlay)
  })

  test('Ctrl+K finds tasks and actions', async () => {
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Renew the passport', status: 'done' })
    const page = await open(ada)
    await visible(heading(page, 'Tasks'))
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Search and commands' })
    await visible(palette)
    await page.keyboard.type('passp')
    await visible(palette.getByRole('option', { name: 'Renew the passport' }))
    await page.keyboard.press('Enter')
    await hidden(palette)
    await visible(sheet(page))
    expect(new URL(page.url()).searchParams.get('task')).toBe(id)
    await page.keyboard.press('Escape')
    await hidden(sheet(page))

    await page.keyboard.press('Control+k')
    await page.keyboard.type('tras')
    await visible(palette.getByRole('option', { name: /Trash/ }))
    await page.keyboard.press('Enter')
    await visible(heading(page, 'Trash'))
    await hidden(palette)
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await visible(heading(page, 'Tasks'))
  })
})
