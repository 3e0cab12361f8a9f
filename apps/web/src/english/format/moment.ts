import { locale } from './time.ts'

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** `6 May 2026, 07:08` */
export const formatMoment = (instant: string) => moment.format(new Date(instant))
/** A day of the calendar, `YYYY-MM-DD`, whatever the time zone: `6 May 2026`. */
export const formatDay = (date: string) => day.format(new Date(`${date}T00:00`))
