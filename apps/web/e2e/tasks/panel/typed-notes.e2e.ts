import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  ALL_TASKS,
  allowConsoleErrors,
  NETWORK_ERRORS,
  newUser,
  open,
  serverHas,
} from '../../support/harness.ts'
import { heading, hidden, sheet, titleIn, visible } from '../../support/locators.ts'

const input = (page: Page) => page.getByLabel('New task')
const notes = (page: Page) => sheet(page).getByLabel('Notes')
const alert = (page: Page) => page.getByRole('alert')

async function openSheet(task: Parameters<Awaited<ReturnType<typeof newUser>>['create']>[0]) {
  const ada = await newUser()
  const { id } = await ada.create(task)
  const page = await open(ada, `/?task=${id}`)
  await visible(notes(page))
  return { ada, id, page }
}

describe('notes', () => {
  test('are saved while they are typed', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    await notes(page).pressSequentially('Two bottles')
    await serverHas(ada, id, { description: 'Two bottles' })
    await visible(sheet(page).getByText('Saved', { exact: true }))
    await notes(page).pressSequentially(', glass')
    await serverHas(ada, id, { description: 'Two bottles, glass' })
    // One Undo takes back the whole edit.
    await sheet(page).getByLabel('Title').focus()
    await page.getByRole('button', { name: 'Undo' }).click()
    await serverHas(ada, id, { description: null })
  })

  test.each(['reloaded', 'left by Back', 'closed'] as const)(
    'are not lost when the page is %s at once',
    async (how) => {
      const ada = await newUser()
      const { id } = await ada.create('Buy milk')
      const page = await open(ada)
      await titleIn(page, 'Buy milk').click()
      await notes(page).fill('Two bottles')
      if (how === 'reloaded') await page.reload()
      if (how === 'left by Back') await page.goBack()
      if (how === 'closed') {
        // Without the open task, which is in the query by now or is not.
        const { href } = new URL(ALL_TASKS, page.url())
        const context = page.context()
        await page.close()
        await (await context.newPage()).goto(href)
      }
      await serverHas(ada, id, { description: 'Two bottles', version: 2 })
    },
  )

  test('that are too long are explained and kept', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    const text = 'x'.repeat(10_009)
    await notes(page).fill(text)
    await visible(alert(page).filter({ hasText: '10,009 characters, and the limit is 10,000' }))
    await page.reload()
    await expect.poll(() => notes(page).inputValue()).toBe(text)
    await notes(page).fill('Short')
    await serverHas(ada, id, { description: 'Short', version: 2 })
  })

  test('outlive the end of the session elsewhere, and signing out removes drafts', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    allowConsoleErrors(page, /401/, NETWORK_ERRORS)
    const sessions = JSON.parse((await ada.request('GET', '/auth/sessions')).text)
    const browserSession = sessions.find((one: { current: boolean }) => !one.current)
    await page.route(/task\.update/, (route) => route.abort())
    await notes(page).fill('Two bottles')
    await ada.request('DELETE', `/auth/sessions/${browserSession.id}`)
    await visible(heading(page, 'Sign in'))
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.keyboard.press('Enter')
    await serverHas(ada, id, { description: 'Two bottles' })

    await visible(notes(page))
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    await input(page).fill('A secret')
    const stored = () =>
      page.evaluate(() => JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)]))
    expect(await stored()).toContain('A secret')
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await visible(heading(page, 'Sign in'))
    await expect.poll(stored).not.toContain('A secret')
  })
})
