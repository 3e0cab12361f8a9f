import { describe, expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import {
  actionsButton,
  choose,
  completeTask,
  heading,
  hidden,
  row,
  titles,
  toast,
  undoButton,
  visible,
} from '../support/locators.ts'

describe('undo', () => {
  test('reverts one change after another, the latest first', async () => {
    const ada = await newUser()
    const [first, second] = await ada.createAll(['First', 'Second'])
    const page = await open(ada)
    await choose(page, actionsButton(page, 'First'), /^Delete/)
    await hidden(row(page, 'First'))
    await completeTask(page, 'Second')
    await hidden(row(page, 'Second'))
    await visible(heading(page, 'All clear'))
    await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Second', status: 'done' }])

    await visible(undoButton(page, 'Task completed'))
    await page.keyboard.press('Control+z')
    await hidden(undoButton(page, 'Task completed'))
    await expect.poll(() => titles(page)).toEqual(['Second'])
    await page.keyboard.press('Control+z')
    await expect.poll(() => titles(page)).toEqual(['Second', 'First'])
    await serverHas(ada, second?.id ?? '', { status: 'todo' })
    await serverHas(ada, first?.id ?? '', { title: 'First', status: 'todo' })
    await page.keyboard.press('Control+z')
    await visible(toast(page, 'Nothing to undo'))
  })

  test('leaves the tasks alone while the user types, and reverts the text', async () => {
    const ada = await newUser()
    await ada.create('First')
    const page = await open(ada)
    await choose(page, actionsButton(page, 'First'), /^Delete/)
    await hidden(row(page, 'First'))
    await page.getByLabel('New task').pressSequentially('Some words')
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.getByLabel('New task').inputValue()).not.toBe('Some words')
    await expect.poll(() => ada.titles()).toEqual([])
    expect(await titles(page)).toEqual([])
  })

  test('is itself undone by Ctrl+Shift+Z, by Ctrl+Y and from the palette, until there is a new change', async () => {
    const ada = await newUser()
    const [first, second] = await ada.createAll(['First', 'Second'])
    const page = await open(ada)
    await completeTask(page, 'First')
    await hidden(row(page, 'First'))
    await choose(page, actionsButton(page, 'Second'), /^Delete/)
    await visible(heading(page, 'All clear'))
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(() => titles(page)).toEqual(['Second', 'First'])

    await page.keyboard.press('Control+Shift+Z')
    await visible(undoButton(page, 'Redone: task completed'))
    await expect.poll(() => titles(page)).toEqual(['Second'])
    await serverHas(ada, first?.id ?? '', { status: 'done' })
    await page.keyboard.press('Control+y')
    await visible(heading(page, 'All clear'))
    await expect.poll(() => ada.trashedTitles()).toEqual(['Second'])

    await undoButton(page, 'Redone: task deleted').click()
    await visible(row(page, 'Second'))
    await page.keyboard.press('Control+k')
    await page.keyboard.type('redo')
    await page.getByRole('option', { name: 'Redo the last undone change' }).click()
    await visible(heading(page, 'All clear'))

    await page.keyboard.press('Control+z')
    await visible(row(page, 'Second'))
    await completeTask(page, 'Second')
    await visible(heading(page, 'All clear'))
    await page.keyboard.press('Control+y')
    await visible(toast(page, 'Nothing to redo'))
    await serverHas(ada, second?.id ?? '', { status: 'done' })
  })
})
