import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newUser, open } from '../../support/harness.ts'
import { row, visible } from '../../support/locators.ts'

/** Their clocks show two days for 16 to 18 of 24 hours. */
const ZONES = ['Pacific/Auckland', 'America/New_York'] as const
const DAYS = [-1, 0, 1, 2, 30]
const DAY_MS = 86_400_000

const dayIn = (timeZone: string, days: number) =>
  new Date(Date.now() + days * DAY_MS).toLocaleDateString('sv-SE', { timeZone })
/** As the list says it there. */
function nameOf(day: string, timeZone: string): string {
  const days = (Date.parse(day) - Date.parse(dayIn(timeZone, 0))) / DAY_MS
  if (Math.abs(days) <= 1) return { '-1': 'Yesterday', '0': 'Today', '1': 'Tomorrow' }[String(days)] ?? ''
  const long = days > 1 && days < 7
  const options = long ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(Date.parse(day))
}

async function listsDays(page: Page, days: string[], timeZone: string) {
  for (const day of days) {
    await visible(row(page, `Due ${day}`))
    await expect.poll(() => row(page, `Due ${day}`).textContent()).toContain(nameOf(day, timeZone))
  }
}

test('a whole day is that day in Auckland and in New York, and a change of zone moves nothing', async () => {
  const ada = await newUser()
  const days = DAYS.map((each) => dayIn('UTC', each))
  for (const dueOn of days) await ada.create({ title: `Due ${dueOn}`, dueOn })
  const onServer = async () =>
    (await Promise.all(days.map((day) => ada.taskTitled(`Due ${day}`)))).map(({ dueOn }) => dueOn)
  for (const account of ['UTC', ...ZONES]) {
    await ada.request('PATCH', '/users/me', { timeZone: account })
    expect(await onServer()).toEqual(days)
    // Wherever the account says that it is, and wherever the device is.
    for (const timezoneId of ZONES) await listsDays(await open(ada, '/all', { timezoneId }), days, timezoneId)
  }
})
