import { dayOf } from '../../calendar/days/day.ts'
import { addDays } from '../../english/format/time.ts'

/** When a key expires: after a number of days, at the end of a chosen day, or never. */
export const EXPIRIES = ['30', '90', '365', 'date', 'never'] as const
export type Expiry = (typeof EXPIRIES)[number]

/** The instant of expiry, or null for never. `day` is one of the calendar, in the user's time zone. */
export function expiryInstant(expiry: Expiry, day: string, now = new Date()): string | null {
  if (expiry === 'never') return null
  if (expiry === 'date') return new Date(`${day}T23:59`).toISOString()
  return addDays(now, Number(expiry)).toISOString()
}

export function tomorrow(now = new Date()): string {
  return dayOf(addDays(now, 1))
}
