import { z } from 'zod'

const FIRST = new Date('0001-01-01T00:00:00.000Z').getTime()
const LAST = new Date('9999-12-31T23:59:59.999Z').getTime()

/** An ISO 8601 instant with an offset, to the millisecond. Years 1 to 9999, which every ISO 8601 parser supports. */
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

/** Whether an instant, in milliseconds since 1970, is within the range of {@link instant}. */
export function isInRange(time: number): boolean {
  return time >= FIRST && time <= LAST
}

/** An instant in an answer: UTC, with milliseconds and `Z`. */
export const timestamp = z.iso.datetime()

/** Whether a name is in the IANA database. Offsets are refused, because PostgreSQL reads them with the opposite sign. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The name of a time zone in the IANA database. */
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Berlin')
