import { describe, expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import { hidden, list, row, visible } from '../support/locators.ts'

describe('the place in the list', () => {
  async function openList() {
    const ada = await newUser()
    await ada.createAll(['Six', 'Five', 'Four', 'Three', 'Two', 'One'])
    const page = await open(ada)
    await visible(row(page, 'One'))
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    return { ada, page, press, focused }
  }

  test('is kept through renaming and its cancellation', async () => {
    const { page, press, focused } = await openList()
    await press('j', 'j', 'j', 'j', 'e')
    await visible(list(page).getByLabel('Title'))
    await press('Escape')
    await expect.poll(focused).toBe('Four')
    await press('j')
    await expect.poll(focused).toBe('Five')
  })

  test('is where the task was that a click completed', async () => {
    const { page, press, focused } = await openList()
    await page.getByRole('button', { name: 'Complete “Three”' }).click()
    await hidden(row(page, 'Three'))
    await press('j')
    await expect.poll(focused).toBe('Four')
  })

  test('is what a command of the palette applies to', async () => {
    const { ada, page, press } = await openList()
    await press('j', 'j', 'Control+k')
    await visible(page.getByRole('dialog'))
    await page.keyboard.type('Tomorrow')
    await visible(page.getByRole('option', { name: 'Tomorrow' }))
    await press('Enter')
    await visible(row(page, 'Two').getByText('Tomorrow'))
    await expect.poll(async () => (await ada.taskTitled('Two')).dueAt).not.toBeNull()
  })
})
