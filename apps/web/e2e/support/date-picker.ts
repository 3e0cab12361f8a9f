import type { Locator, Page } from 'playwright-core'
import { hidden, sheet, visible } from './locators.ts'

/** The button that shows when the task in the sheet is due. */
export const dueButton = (page: Page) => sheet(page).getByRole('button', { name: /^Due / })

/** The open date picker. */
export const picker = (page: Page, label = 'Due') => page.getByRole('dialog', { name: label, exact: true })
export const wordsInput = (page: Page, label?: string) => picker(page, label).getByLabel('Date in words')
export const timeInput = (page: Page) => picker(page).getByRole('combobox', { name: 'Time' })
/** A day of the month that is shown, by its date as `YYYY-MM-DD`. */
export const dayButton = (page: Page, day: string, label?: string) =>
  picker(page, label).locator(`[data-day="${day}"]`)

/** Picks a date by its words, from the keyboard. */
export async function pickWords(page: Page, button: Locator, words: string, label?: string): Promise<void> {
  await button.press('Enter')
  await wordsInput(page, label).fill(words)
  await wordsInput(page, label).press('Enter')
  await hidden(picker(page, label))
}

/** Picks one of the suggestions for the task in the sheet. */
export async function pickSuggestion(page: Page, name: string): Promise<void> {
  await dueButton(page).click()
  await visible(picker(page))
  await picker(page).getByRole('button', { name, exact: true }).click()
  await hidden(picker(page))
}

/** The day so many days from today, by the clock of the browser. */
export const dayIn = (page: Page, days: number) =>
  page.evaluate((by) => {
    const now = new Date()
    const date = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + by))
    return date.toISOString().slice(0, 10)
  }, days)
