import { describe, expect, test } from 'vitest'
import type { Task } from '../../src/api/trpc.ts'
import { dayIn, dueButton, pickWords } from '../support/date-picker.ts'
import { ALL_TASKS, newUser, open, serverHas } from '../support/harness.ts'
import {
  actionsButton,
  choose,
  completeTask,
  hasFocus,
  hidden,
  list,
  property,
  row,
  sheet,
  titleIn,
  undoButton,
  visible,
} from '../support/locators.ts'

describe('editing a task', () => {
  test('a double click opens it with the focus in its title, and e renames it in the list', async () => {
    const ada = await newUser()
    const task = await ada.create('Buy mlik')
    const page = await open(ada)
    await titleIn(page, 'Buy mlik').dblclick()
    await hasFocus(sheet(page).getByLabel('Title'))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Buy milk')
    await page.keyboard.press('Enter')
    await serverHas(ada, task.id, { title: 'Buy milk', version: 2 })
    await page.keyboard.press('Escape')
    await visible(titleIn(page, 'Buy milk'))
    expect(await sheet(page).count()).toBe(0)

    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByLabel('Title', { exact: true }).fill('Buy oat milk')
    await page.keyboard.press('Enter')
    await visible(titleIn(page, 'Buy oat milk'))
    await serverHas(ada, task.id, { title: 'Buy oat milk', version: 3 })

    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByLabel('Title', { exact: true }).fill('Something else')
    await page.keyboard.press('Escape')
    await visible(titleIn(page, 'Buy oat milk'))
    await serverHas(ada, task.id, { title: 'Buy oat milk', version: 3 })
  })

  test('a click, a key or the menu changes its status, and Undo reverts that', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await completeTask(page, 'Buy milk')
    await hidden(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
    await undoButton(page, 'Task completed').click()
    await visible(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'todo', completedAt: null })

    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await serverHas(ada, id, { status: 'in_progress' })
    await page.keyboard.press('d')
    await hidden(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
    await page.keyboard.press('Control+z')
    await visible(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'in_progress' })

    await choose(page, actionsButton(page, 'Buy milk'), /^Complete/)
    await hidden(row(page, 'Buy milk'))
    await serverHas(ada, id, { status: 'done' })
  })

  test('a key or the menu changes its priority', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await visible(row(page, 'Buy milk'))
    await page.keyboard.press('j')
    for (const [key, priority, shown] of [
      ['3', 'high', 'High'],
      ['4', 'urgent', 'Urgent'],
      ['1', 'low', 'Low'],
      ['2', 'medium', 'Medium'],
    ] as const) {
      await page.keyboard.press(key)
      await visible(row(page, 'Buy milk').getByText(shown))
      await serverHas(ada, id, { priority })
    }
    await page.keyboard.press('0')
    await hidden(row(page, 'Buy milk').getByText('Medium'))
    await serverHas(ada, id, { priority: 'none' })
    await choose(page, actionsButton(page, 'Buy milk'), /^Urgent/)
    await visible(row(page, 'Buy milk').getByText('Urgent'))
    await serverHas(ada, id, { priority: 'urgent' })
  })

  test('a key or the menu changes its due date', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, ALL_TASKS, { timezoneId: 'Pacific/Auckland' })
    await visible(row(page, 'Buy milk'))
    await page.keyboard.press('j')
    await page.keyboard.press('t')
    await page.keyboard.press('2')
    await visible(row(page, 'Buy milk').getByText('Tomorrow'))
    await serverHas(ada, id, { dueOn: await dayIn(page, 1), priority: 'none' })
    await choose(page, actionsButton(page, 'Buy milk'), /^Today/)
    await visible(row(page, 'Buy milk').getByText('Today'))
    await serverHas(ada, id, { dueOn: await dayIn(page, 0) })
    await choose(page, actionsButton(page, 'Buy milk'), /^No due date/)
    await hidden(row(page, 'Buy milk').getByText('Today'))
    await serverHas(ada, id, { dueAt: null, dueOn: null })
  })

  test('the sheet changes every field, and deletes the task', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, ALL_TASKS, { timezoneId: 'Europe/Berlin' })
    await titleIn(page, 'Buy milk').click()
    await visible(sheet(page))
    expect(new URL(page.url()).searchParams.get('task')).toBe(id)

    await sheet(page).getByLabel('Tags').fill('home, #shop , home')
    await pickWords(page, dueButton(page), '2026-12-24 18:00')
    await sheet(page).getByLabel('Notes').fill('Two bottles.\nGlass.')
    await choose(page, property(page, 'Priority'), 'High')
    await choose(page, property(page, 'Status'), 'In progress')
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

    // The URL names the open task: a reload shows it again, Back and Escape close it.
    await page.reload()
    await visible(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Buy oat milk')
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    const shown = await row(page, 'Buy oat milk').textContent()
    // Another year is named, and a day that is near is not.
    expect(shown).toMatch(/(24 Dec( 2026)?|Tomorrow|Today) 18:00.*High.*#home.*#shop/)
    await titleIn(page, 'Buy oat milk').click()
    await visible(sheet(page))
    await page.goBack()
    await hidden(sheet(page))

    await titleIn(page, 'Buy oat milk').click()
    await choose(page, sheet(page).getByRole('button', { name: 'More actions' }), 'Delete')
    await hidden(row(page, 'Buy oat milk'))
    await expect.poll(() => ada.titles()).toEqual([])
    await undoButton(page, 'Task deleted').click()
    await visible(row(page, 'Buy oat milk'))
    await serverHas(ada, id, fields)
  })

  test('Back does not reopen a sheet that was closed', async () => {
    const ada = await newUser()
    await ada.create('Buy milk')
    const page = await open(ada)
    await titleIn(page, 'Buy milk').click()
    await visible(sheet(page))
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    await page.goBack()
    expect(new URL(page.url()).search).toBe('')
    await hidden(sheet(page))
  })

  test('closing the sheet saves a field that still has the focus', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, `/?task=${id}`)
    await sheet(page).getByLabel('Notes').fill('Two bottles')
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    await serverHas(ada, id, { description: 'Two bottles', version: 2 })
  })
})

test('a renamed title that is too long stays in the input', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  await titleIn(page, 'Buy milk').focus()
  await page.keyboard.press('e')
  const title = list(page).getByLabel('Title')
  await title.fill('x'.repeat(256))
  await page.keyboard.press('Enter')
  await visible(page.getByRole('alert').filter({ hasText: '256 characters, and the limit is 255' }))
  expect(await title.inputValue()).toHaveLength(256)
  expect(await ada.task(id)).toMatchObject({ title: 'Buy milk', version: 1 })
})
