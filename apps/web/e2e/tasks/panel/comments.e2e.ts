import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open } from '../../support/harness.ts'
import { hidden, sheet, visible } from '../../support/locators.ts'
import type { User } from '../../support/server/user.ts'

const field = (page: Page) => sheet(page).getByRole('textbox', { name: 'New comment' })
const items = (page: Page) => sheet(page).getByRole('list', { name: 'Comments' }).getByRole('listitem')
const bodies = (page: Page) => items(page).locator('p').allTextContents()

async function openTask(bodies: string[] = []): Promise<{ ada: User; id: string; page: Page }> {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  for (const body of bodies) await ada.make(`/${ada.id}/tasks/${id}/comments`, { body })
  const page = await open(ada, `/?task=${id}`)
  await visible(field(page))
  return { ada, id, page }
}

test('comments are added with Ctrl and Enter or the button, and are there after a reload, the oldest first', async () => {
  const { ada, id, page } = await openTask()
  await visible(page.getByText('No comments yet'))
  await field(page).fill('First\nof two lines')
  await field(page).press('Control+Enter')
  await expect.poll(() => bodies(page)).toEqual(['First\nof two lines'])
  expect(await field(page).inputValue()).toBe('')
  await field(page).fill('Second')
  await sheet(page).getByRole('button', { name: 'Comment', exact: true }).click()
  await expect.poll(() => bodies(page)).toEqual(['First\nof two lines', 'Second'])
  await expect.poll(() => ada.comments(id)).toEqual(['First\nof two lines', 'Second'])
  await hidden(page.getByText('Waiting to be sent'))
  await page.reload()
  await expect.poll(() => bodies(page)).toEqual(['First\nof two lines', 'Second'])
})

test('a comment is edited, and deleted after a question', async () => {
  const { ada, id, page } = await openTask(['One', 'Two'])
  await page.getByRole('button', { name: 'Edit the comment “One”' }).click()
  const editor = sheet(page).getByRole('textbox', { name: 'Edit the comment' })
  await editor.fill('One, but better')
  await editor.press('Control+Enter')
  await expect.poll(() => bodies(page)).toEqual(['One, but better', 'Two'])
  await expect.poll(() => ada.comments(id)).toEqual(['One, but better', 'Two'])
  await visible(items(page).first().getByText('edited'))
  await page.getByRole('button', { name: 'Delete the comment “Two”' }).click()
  await visible(page.getByText('Delete this comment for good?'))
  expect(await ada.comments(id)).toHaveLength(2)
  await items(page).getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => bodies(page)).toEqual(['One, but better'])
  await expect.poll(() => ada.comments(id)).toEqual(['One, but better'])
})

test('more comments load on demand, and a new one shows before that', async () => {
  const { page } = await openTask(Array.from({ length: 25 }, (_, i) => `Comment ${i + 1}`))
  await expect.poll(() => items(page).count()).toBe(20)
  await field(page).fill('The newest')
  await field(page).press('Control+Enter')
  await expect.poll(async () => (await bodies(page)).at(-1)).toBe('The newest')
  await sheet(page).getByRole('button', { name: 'Show more' }).click()
  await expect
    .poll(() => bodies(page))
    .toEqual([...Array.from({ length: 25 }, (_, i) => `Comment ${i + 1}`), 'The newest'])
})

test('what is typed is kept through a reload and through closing the panel', async () => {
  const { page } = await openTask(['One'])
  await field(page).fill('Half a')
  await page.getByRole('button', { name: 'Edit the comment “One”' }).click()
  const editor = sheet(page).getByRole('textbox', { name: 'Edit the comment' })
  await editor.fill('One and a half')
  await page.reload()
  await expect.poll(() => field(page).inputValue()).toBe('Half a')
  await expect.poll(() => editor.inputValue()).toBe('One and a half')
  await sheet(page).getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => bodies(page)).toEqual(['One'])
})

test('offline, comments are added and edited, and sent when the server is back', async () => {
  const { ada, id, page } = await openTask(['One'])
  allowConsoleErrors(page, NETWORK_ERRORS)
  await expect.poll(() => bodies(page)).toEqual(['One'])
  await page.context().setOffline(true)
  await field(page).fill('From the train')
  await field(page).press('Control+Enter')
  await page.getByRole('button', { name: 'Edit the comment “One”' }).click()
  const editor = sheet(page).getByRole('textbox', { name: 'Edit the comment' })
  await editor.fill('One, from the train')
  await editor.press('Control+Enter')
  await expect.poll(() => bodies(page)).toEqual(['One, from the train', 'From the train'])
  await visible(items(page).last().getByText('Waiting to be sent'))
  await visible(page.getByText('2 changes to be sent'))
  expect(await ada.comments(id)).toEqual(['One'])
  await page.context().setOffline(false)
  await expect.poll(() => ada.comments(id)).toEqual(['One, from the train', 'From the train'])
  await hidden(page.getByText('Waiting to be sent'))
  expect(await bodies(page)).toEqual(['One, from the train', 'From the train'])
})

test('a comment that the server refuses stays with the reason, and is sent again once it was changed', async () => {
  const { ada, id, page } = await openTask()
  allowConsoleErrors(page, NETWORK_ERRORS)
  await field(page).fill('x'.repeat(10_001))
  await visible(page.getByText('10,001 characters, and the limit is 10,000'))
  // The server takes no NUL in texts.
  await field(page).fill('Refused\0')
  await field(page).press('Control+Enter')
  const unsent = sheet(page).getByRole('textbox', { name: 'A comment that could not be added' })
  await expect.poll(() => unsent.inputValue()).toBe('Refused\0')
  await page.reload()
  await expect.poll(() => unsent.inputValue()).toBe('Refused\0')
  await unsent.fill('Taken')
  await sheet(page).getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => ada.comments(id)).toEqual(['Taken'])
  await hidden(unsent)
  await expect.poll(() => bodies(page)).toEqual(['Taken'])
})
