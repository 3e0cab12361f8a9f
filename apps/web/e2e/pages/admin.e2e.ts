import { describe, expect, test } from 'vitest'
import { allowConsoleErrors, newUser, open, url } from '../support/harness.ts'
import { choose, heading, toast, visible } from '../support/locators.ts'
import { ADMIN } from '../support/server/global-setup.ts'
import { User } from '../support/server/user.ts'

describe('the admin page', () => {
  test('shows no users to others, and no link in their menu', async () => {
    const page = await open(await newUser(), '/admin')
    await visible(heading(page, 'For administrators'))
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await visible(page.getByRole('menuitem', { name: 'Sign out' }))
    expect(await page.getByRole('menuitem', { name: 'Users' }).count()).toBe(0)
  })

  test('finds a user, deactivates, activates, promotes, demotes and deletes them', async () => {
    const grace = await new User(url, ADMIN).signIn()
    const name = `Zoe ${Date.now()}`
    const zoe = await newUser(name)
    const zoesPage = await open(zoe)
    allowConsoleErrors(zoesPage, /401|WebSocket/)
    const page = await open(grace)
    await choose(page, page.getByRole('button', { name: /^Account menu.*Grace/ }), 'Users')
    await page.getByRole('searchbox', { name: 'Search name or e-mail' }).fill(name)
    const line = page.getByRole('table').getByRole('row').filter({ hasText: name })
    await visible(line)
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2)
    expect(new URL(page.url()).searchParams.get('q')).toBe(name)
    const act = (item: string) =>
      choose(page, page.getByRole('button', { name: `Actions for ${name}` }), item)

    await act('Deactivate')
    await visible(toast(page, `${name} is deactivated and signed out`))
    await visible(line.getByText('Deactivated'))
    expect((await zoe.request('GET', '/users/me')).status).toBe(401)
    await visible(heading(zoesPage, 'Sign in'))
    await act('Activate')
    await visible(line.getByText('Active', { exact: true }))
    await act('Make administrator')
    await visible(line.getByText('Administrator'))
    await zoe.signIn()
    expect((await zoe.request('GET', '/users')).status).toBe(200)
    await act('Make ordinary user')
    await visible(line.getByText('User', { exact: true }))

    await act('Delete…')
    await page.getByRole('dialog').getByLabel(`Type ${zoe.email} to confirm`).fill(zoe.email)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete forever' }).click()
    await visible(heading(page, 'Nobody matches'))
    expect((await zoe.request('GET', '/users/me')).status).toBe(401)
  })
})
