import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, openBlank, SCREENSHOTS, url } from '../support/harness.ts'

/** Opens a page and collects its requests to other hosts. */
async function open(at: string): Promise<{ page: Page; otherHosts: string[] }> {
  const page = await openBlank(undefined)
  // These pages load and render slowly.
  page.setDefaultTimeout(30_000)
  const otherHosts: string[] = []
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) otherHosts.push(request.url())
  })
  await page.goto(url + at)
  return { page, otherHosts }
}

describe('the documentation', () => {
  test('/redoc shows the operations and loads nothing from other hosts', async () => {
    const { page, otherHosts } = await open('/redoc')
    await page.getByRole('heading', { name: 'Create a task' }).first().waitFor()
    await page.screenshot({ path: path.join(SCREENSHOTS, 'redoc.png') })
    expect(otherHosts).toEqual([])
  })

  test('/docs signs in, creates a task and loads nothing from other hosts', async () => {
    const { id, email, password } = await newUser()
    const { page, otherHosts } = await open('/docs')
    await page.getByRole('button', { name: 'Authorize', exact: true }).click()
    await page.locator('#oauth_username').fill(email)
    await page.locator('#oauth_password').fill(password)
    await page
      .locator('.auth-btn-wrapper')
      .first()
      .getByRole('button', { name: /apply|authorize/i })
      .click()
    await page.getByRole('button', { name: 'Close', exact: true }).first().click()

    await page.locator('#operations-tasks-taskCreate').getByRole('button').first().click()
    const operation = page.locator('#operations-tasks-taskCreate')
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation.locator('tr[data-param-name="userId"] input').fill(id)
    await operation.locator('textarea').fill('{"title": "Buy milk"}')
    await operation.getByRole('button', { name: 'Execute' }).click()
    await operation.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor()
    await page.screenshot({ path: path.join(SCREENSHOTS, 'docs.png') })
    expect(otherHosts).toEqual([])
  })
})
