import { z } from 'zod'

const FIRST = new Date('0001-01-01T00:00:00.000Z').getTime()
const LAST = new Date('9999-12-31T23:59:59.999Z').getTime()

/** An ISO 8601 instant with an offset, read to the millisecond; years 1 to 9999, which every ISO 8601 reader shares. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 instant with an offset, such as 2026-12-24T18:00:00+01:00',
  })
  .transform((value, ctx) => {
    const date = new Date(value)
    if (!isInRange(date.getTime()))
      ctx.issues.push({ code: 'custom', message: 'must lie in the years 1 to 9999', input: value })
    return date
  })

/** Whether milliseconds since 1970 are an instant that {@link instant} takes. */
export function isInRange(time: number): boolean {
  return time >= FIRST && time <= LAST
}

/** An instant as every answer carries it: UTC, milliseconds, `Z`. */
export const timestamp = z.iso.datetime()

/** Whether a time zone is known by this name. Offsets, which PostgreSQL reads with the opposite sign, are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
