import { expect, test } from 'vitest'
import { dayIn, picker } from '../support/date-picker.ts'
import { newUser, open, serverHas } from '../support/harness.ts'
import {
  actionsButton,
  hidden,
  row,
  sheet,
  tasksLink,
  titleIn,
  undoButton,
  visible,
} from '../support/locators.ts'
import { fingerOn, PHONE } from '../support/touch.ts'

test('a day by touch alone: add, schedule, complete, open, edit, delete and undo', async () => {
  const ada = await newUser()
  const page = await open(ada, '/today', PHONE)
  await tasksLink(page).tap()
  const finger = await fingerOn(page)
  for (const title of ['Buy milk', 'Call Bob']) {
    await page.getByRole('button', { name: 'Add a task' }).tap()
    const line = page.getByRole('dialog').getByLabel('New task')
    await line.pressSequentially(title)
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).tap()
    await visible(row(page, title))
  }
  const milk = await ada.taskTitled('Buy milk')
  const bob = await ada.taskTitled('Call Bob')

  await finger.slide(titleIn(page, 'Buy milk'), -130)
  await finger.up()
  await picker(page).getByRole('button', { name: 'Tomorrow', exact: true }).tap()
  await serverHas(ada, milk.id, { dueOn: await dayIn(page, 1) })

  await finger.slide(titleIn(page, 'Call Bob'), 130)
  await finger.up()
  await hidden(row(page, 'Call Bob'))
  await serverHas(ada, bob.id, { status: 'done' })
  await undoButton(page, 'Task completed').tap()
  await visible(row(page, 'Call Bob'))
  await serverHas(ada, bob.id, { status: 'todo' })

  await titleIn(page, 'Buy milk').tap()
  const title = sheet(page).getByLabel('Title')
  await title.tap()
  await title.pressSequentially(', two litres')
  await sheet(page).getByRole('button', { name: 'Close' }).tap()
  await hidden(sheet(page))
  await expect.poll(async () => (await ada.task(milk.id)).title).toContain('two litres')

  await actionsButton(page, 'Call Bob').tap()
  await page.getByRole('menuitem', { name: 'Delete' }).tap()
  await hidden(row(page, 'Call Bob'))
  await expect.poll(() => ada.trashedTitles()).toEqual(['Call Bob'])
  await undoButton(page, 'Task deleted').tap()
  await visible(row(page, 'Call Bob'))
  await expect.poll(() => ada.trashedTitles()).toEqual([])
})
