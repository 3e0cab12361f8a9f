import { addDays, endOfDay, toLocalInput } from '../../english/time.ts'

/** When a key ends: after so many days, or with a day that is chosen. */
export const EXPIRIES = ['30', '90', '365', 'date', 'never'] as const
export type Expiry = (typeof EXPIRIES)[number]

/** The instant of it; null for never. `day` is what `<input type="date">` holds, in the reader's own time. */
export function endOf(expiry: Expiry, day: string, now = new Date()): string | null {
  if (expiry === 'never') return null
  if (expiry === 'date') return endOfDay(new Date(`${day}T00:00`)).toISOString()
  return addDays(now, Number(expiry)).toISOString()
}

export function tomorrow(now = new Date()): string {
  return toLocalInput(addDays(now, 1).toISOString()).slice(0, 10)
}
