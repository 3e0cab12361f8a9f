import { expect, test } from 'vitest'
import { ALL_TASKS, allowConsoleErrors, newUser, open, url } from '../support/harness.ts'
import { addTask, choose, heading, row, visible } from '../support/locators.ts'

test('a page without TLS on another host sends what is typed, and signs out', async () => {
  const ada = await newUser()
  // For a browser it is not this machine, though its address is (harness.ts).
  const at = `http://tandem.test:${new URL(url).port}`
  const page = await open(ada, ALL_TASKS, { at })
  allowConsoleErrors(page, /Cross-Origin-Opener-Policy/, /origin-keyed agent cluster/)
  expect(await page.evaluate(() => 'locks' in navigator)).toBe(false)

  await addTask(page, 'Buy milk')
  await expect.poll(() => ada.titles()).toEqual(['Buy milk'])
  await page.reload()
  await visible(row(page, 'Buy milk'))

  await choose(page, page.getByRole('button', { name: /^Account menu/ }), 'Sign out')
  await visible(heading(page, 'Sign in'))
  await expect.poll(() => page.context().cookies()).toEqual([])
})
