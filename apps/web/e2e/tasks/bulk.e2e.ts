import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import {
  choose,
  heading,
  hidden,
  row,
  scrollToTask,
  titleIn,
  titles,
  toast,
  undoButton,
  visible,
} from '../support/locators.ts'

const toolbar = (page: Page, count: number) => page.getByRole('toolbar', { name: `${count} selected` })
const select = (page: Page, title: string) => page.getByRole('checkbox', { name: `Select “${title}”` })

describe('the selected tasks', () => {
  const FIVE = ['One', 'Two', 'Three', 'Four', 'Five']
  const NEWEST_FIRST = FIVE.toReversed()

  test('are completed, and the toast undoes that', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await select(page, 'Five').click()
    await select(page, 'Two').click({ modifiers: ['Shift'] })
    await visible(toolbar(page, 4))
    await toolbar(page, 4).getByRole('button', { name: 'Complete' }).click()
    await expect.poll(() => titles(page)).toEqual(['One'])
    await hidden(page.getByRole('toolbar'))
    await expect.poll(() => ada.titles({ status: 'done' })).toEqual(['Five', 'Four', 'Three', 'Two'])
    await undoButton(page, '4 tasks completed').click()
    await expect.poll(() => titles(page)).toEqual(NEWEST_FIRST)
    await expect.poll(() => ada.titles({ status: 'todo' })).toEqual(NEWEST_FIRST)
  })

  test('get a priority and a tag from the toolbar', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await visible(row(page, 'Five'))
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await visible(toolbar(page, 2))
    await choose(page, toolbar(page, 2).getByRole('button', { name: 'Priority' }), 'High')
    await expect.poll(() => ada.titles({ priority: 'high' })).toEqual(['Five', 'Four'])
    await visible(row(page, 'Four').getByText('High'))

    await page.keyboard.press('Control+a')
    await visible(toolbar(page, 5))
    await toolbar(page, 5).getByRole('button', { name: 'Add tag' }).click()
    await page.getByRole('dialog').getByLabel('Tag').fill('#later')
    await page.keyboard.press('Enter')
    await expect.poll(() => ada.titles({ tag: 'later' })).toEqual(NEWEST_FIRST)
    await page.keyboard.press('Control+z')
    await expect.poll(() => ada.titles({ tag: 'later' })).toEqual([])
    expect(await ada.titles({ priority: 'high' })).toEqual(['Five', 'Four'])
  })

  test('are deleted, more than a hundred at once, and Ctrl+Z undoes that', async () => {
    const ada = await newUser()
    const created = await ada.createAll(Array.from({ length: 130 }, (_, i) => `Task ${130 - i}`))
    const page = await open(ada)
    await visible(row(page, 'Task 1'))
    // Only loaded tasks can be selected, so load all of them.
    await scrollToTask(page, 'Task 130')
    await page.keyboard.press('Control+a')
    await visible(toolbar(page, 130))
    await toolbar(page, 130).getByRole('button', { name: 'Delete' }).click()
    await visible(heading(page, 'All clear'))
    await expect.poll(() => ada.titles()).toEqual([])
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await ada.tasks()).length).toBe(100)
    await visible(row(page, 'Task 1'))
    await visible(page.getByText('130 tasks', { exact: true }))
    await serverHas(ada, created[0]?.id ?? '', { title: 'Task 130', status: 'todo' })
  })

  test('are deselected by Escape', async () => {
    const ada = await newUser()
    await ada.createAll(FIVE)
    const page = await open(ada)
    await select(page, 'Three').click()
    await visible(toolbar(page, 1))
    await page.keyboard.press('Escape')
    await hidden(page.getByRole('toolbar'))
    expect(await ada.titles()).toEqual(NEWEST_FIRST)
  })
})

test('a tag that a task has no room for is announced', async () => {
  const ada = await newUser()
  const tags = Array.from({ length: 20 }, (_, i) => `tag ${i}`)
  const { id } = await ada.create({ title: 'Buy milk', tags })
  const page = await open(ada)
  await titleIn(page, 'Buy milk').focus()
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByRole('dialog').getByLabel('Tag').fill('x'.repeat(51))
  await page.keyboard.press('Enter')
  await visible(page.getByRole('alert').filter({ hasText: 'A tag can have up to 50 characters' }))
  await page.getByRole('dialog').getByLabel('Tag').fill('home')
  await page.keyboard.press('Enter')
  await visible(toast(page, 'A task already has 20 tags'))
  expect(await ada.task(id)).toMatchObject({ tags, version: 1 })
})
