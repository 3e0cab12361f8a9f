import type { Page } from 'playwright-core'
import { hidden, visible } from './locators.ts'

/** The button that opens the filters of a list. */
export const filterButton = (page: Page) =>
  page.getByRole('search').getByRole('button', { name: 'Filter', exact: true })

/** What the button or a chip opens. */
export const filterPanel = (page: Page, name = 'Filter') => page.getByRole('dialog', { name, exact: true })

export const filterOption = (page: Page, group: string, option: string) =>
  page.getByRole('dialog').getByRole('group', { name: group, exact: true }).getByText(option, { exact: true })

/** The chip of an active filter, which edits it: `Status Done`. */
export const filterChip = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Active filters' }).getByRole('button', { name, exact: true })

export const removeFilter = (page: Page, name: string) =>
  page.getByRole('button', { name: `Remove the filter ${name}`, exact: true })

/** Chooses an option in the panel, and closes it. */
export async function chooseFilter(page: Page, group: string, option: string): Promise<void> {
  await filterButton(page).click()
  await filterOption(page, group, option).click()
  await page.keyboard.press('Escape')
  await hidden(filterPanel(page))
}

/** The words of the chips of active filters, in order. */
export const filterChips = (page: Page) =>
  page.getByRole('list', { name: 'Active filters' }).getByRole('listitem').allInnerTexts()

/** Opens the panel by the keyboard. */
export async function openFilters(page: Page): Promise<void> {
  await page.keyboard.press('f')
  await visible(filterPanel(page))
}
