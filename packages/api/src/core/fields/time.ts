import { z } from 'zod'

const FIRST = new Date('0001-01-01T00:00:00.000Z').getTime()
const LAST = new Date('9999-12-31T23:59:59.999Z').getTime()

/** The least and the greatest value, both included, as they are written in JSON. */
interface Bounds {
  min?: string
  max?: string
}

/** An ISO 8601 instant with an offset, to the millisecond. Years 1 to 9999, which every ISO 8601 parser supports. */
export function instantIn({ min, max }: Bounds) {
  return z.iso
    .datetime({
      offset: true,
      error: 'must be an ISO 8601 instant with an offset, such as 2026-12-24T18:00:00+01:00',
    })
    .transform((value, ctx) => {
      const date = new Date(value)
      const refuse = (message: string) => ctx.issues.push({ code: 'custom', message, input: value })
      if (!isInRange(date.getTime())) refuse('must lie in the years 1 to 9999')
      if (min !== undefined && date < new Date(min)) refuse(`must not be before ${min}`)
      if (max !== undefined && date > new Date(max)) refuse(`must not be after ${max}`)
      return date
    })
}

export const instant = instantIn({})

/** A day of the calendar, `YYYY-MM-DD`, in the years 1 to 9999. */
export function dateIn({ min = '0001-01-01', max = '9999-12-31' }: Bounds) {
  const error = 'must be a day of the calendar, such as 2026-12-24'
  return z.iso.date({ error, abort: true }).check(({ value, issues }) => {
    const refuse = (message: string) => issues.push({ code: 'custom', message, input: value })
    if (value < min) refuse(`must not be before ${min}`)
    if (value > max) refuse(`must not be after ${max}`)
  })
}

export const date = dateIn({})

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
