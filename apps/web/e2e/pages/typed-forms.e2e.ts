import { describe, expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { hidden, visible } from '../support/locators.ts'

describe('a form keeps what was typed', () => {
  test('in the profile through a reload, until it is saved', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    const profile = page.getByRole('region', { name: 'Profile' })
    await profile.getByLabel('Name').fill('Ada Lovelace')
    await page.reload()
    await expect.poll(() => profile.getByLabel('Name').inputValue()).toBe('Ada Lovelace')
    await profile.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))),
    ).toEqual([])
  })

  test('in the name of a new key through Escape', async () => {
    const page = await open(await newUser(), '/account')
    const name = page.getByRole('dialog').getByLabel('Name')
    await page.getByRole('button', { name: 'Create a key' }).click()
    await name.fill('Backup script')
    await page.keyboard.press('Escape')
    await hidden(page.getByRole('dialog'))
    await page.getByRole('button', { name: 'Create a key' }).click()
    await expect.poll(() => name.inputValue()).toBe('Backup script')
  })
})
