import { expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { hidden, row, tasksLink, undoButton, visible } from '../support/locators.ts'

test('deleted tasks are restored from the trash, one or several at a time', async () => {
  const ada = await newUser()
  const tasks = await ada.createAll(['One', 'Two', 'Three'])
  for (const { id } of tasks) await ada.delete(id)
  const page = await open(ada, '/trash')
  await page.getByRole('button', { name: 'Restore “Two”' }).click()
  await hidden(page.getByRole('button', { name: 'Restore “Two”' }))
  await expect.poll(() => ada.titles()).toEqual(['Two'])
  await undoButton(page, 'Task restored').click()
  await visible(page.getByRole('button', { name: 'Restore “Two”' }))
  await expect.poll(() => ada.titles()).toEqual([])

  await page.getByRole('checkbox', { name: 'Select “One”' }).check()
  await page.getByRole('checkbox', { name: 'Select “Three”' }).check()
  await page.getByRole('button', { name: 'Restore 2 tasks' }).click()
  await expect.poll(() => ada.titles()).toEqual(['Three', 'One'])
  await tasksLink(page).click()
  await visible(row(page, 'Three'))
  expect(await ada.trashedTitles()).toEqual(['Two'])
})
