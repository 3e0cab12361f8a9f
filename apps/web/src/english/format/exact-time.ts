import { locale } from './time.ts'

/** `Monday, 15 June 2026 at 10:00:05 CEST`, in the time zone of the account. */
export const exactTime = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(
    new Date(instant),
  )
