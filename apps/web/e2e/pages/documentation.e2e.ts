import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, openEmpty, SCREENSHOTS, url } from '../support/harness.ts'

/** A page that asks nothing of another host; that it complains about nothing either, the harness sees. */
async function open(at: string): Promise<{ page: Page; elsewhere: string[] }> {
  const page = await openEmpty(undefined)
  // Their scripts are large, and so is what they show.
  page.setDefaultTimeout(30_000)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) elsewhere.push(request.url())
  })
  await page.goto(url + at)
  return { page, elsewhere }
}

describe('the pages of documentation', () => {
  test('/redoc shows the whole API', async () => {
    const { page, elsewhere } = await open('/redoc')
    await page.getByRole('heading', { name: 'Create a task' }).first().waitFor()
    await page.screenshot({ path: path.join(SCREENSHOTS, 'redoc.png') })
    expect(elsewhere).toEqual([])
  })

  test('/docs signs in and creates a task', async () => {
    const { id, email, password } = await newUser()
    const { page, elsewhere } = await open('/docs')
    await page.getByRole('button', { name: 'Authorize' }).click()
    await page.locator('#oauth_username').fill(email)
    await page.locator('#oauth_password').fill(password)
    await page
      .locator('.auth-btn-wrapper')
      .first()
      .getByRole('button', { name: /apply|authorize/i })
      .click()
    await page.getByRole('button', { name: 'Close' }).first().click()

    await page.locator('#operations-tasks-taskCreate').getByRole('button').first().click()
    const operation = page.locator('#operations-tasks-taskCreate')
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation.locator('tr[data-param-name="userId"] input').fill(id)
    await operation.locator('textarea').fill('{"title": "Buy milk"}')
    await operation.getByRole('button', { name: 'Execute' }).click()
    await operation.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor()
    await page.screenshot({ path: path.join(SCREENSHOTS, 'docs.png') })
    expect(elsewhere).toEqual([])
  })
})
