import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { pickWords } from './date-picker.ts'
import { hidden, visible } from './locators.ts'

/** The dialog with the form of a row. */
export const form = (page: Page) => page.getByRole('dialog')

/** The button of a row, which opens it. */
export const rowButton = (page: Page, name: string | RegExp) =>
  page.locator('[data-row]').and(page.getByRole('button', { name, exact: true }))

/** Waits until the list of a page is there, with rows or without. */
export async function loaded(page: Page): Promise<void> {
  await visible(page.getByRole('search'))
  await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
  expect(await page.getByRole('alert').count()).toBe(0)
}

/** Fills in the form by the labels of its fields. An instant is `2026-01-31T10:00:00.000Z`. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await fillField(form(page), label, value)
}

async function fillField(within: Locator, label: string, value: string): Promise<void> {
  const control = within.getByLabel(label, { exact: true })
  await visible(control)
  const kind = await control.evaluate((element) =>
    element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase(),
  )
  if (kind === 'checkbox') return control.setChecked(value === 'true')
  if (kind === 'select') return void (await control.selectOption(value))
  if (kind !== 'button') return control.fill(value)
  await pickWords(within.page(), control, value.slice(0, 16), label)
}

/** Adds a row by the keyboard. `one` is what the page calls it. */
export async function addRow(
  page: Page,
  one: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await visible(page.getByRole('button', { name: `New ${one}` }))
  await loaded(page)
  await page.keyboard.press('n')
  await visible(form(page))
  await fillIn(page, values)
  await page.keyboard.press('Control+Enter')
  await hidden(form(page))
}

/** Opens a row by the keyboard, changes it and saves it. */
export async function editRow(
  page: Page,
  row: Locator,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await row.press('Enter')
  await fillIn(page, values)
  await page.keyboard.press('Control+Enter')
  await hidden(form(page))
}

/** Chooses an action from the menu of a row, by the keyboard. */
export async function runAction(page: Page, row: Locator, action: string): Promise<void> {
  await page.getByRole('listitem').filter({ has: row }).locator('button[aria-haspopup]').press('Enter')
  await page.getByRole('menuitem', { name: action, exact: true }).press('Enter')
}

/** Deletes the row with the focus by the keyboard. */
export async function deleteRow(page: Page, row: Locator): Promise<void> {
  await row.focus()
  await page.keyboard.press('#')
  await form(page).getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await hidden(form(page))
}
