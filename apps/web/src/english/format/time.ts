/** The user's locale. All dates are formatted in it and in the time zone of the device. */
export const locale = globalThis.navigator?.languages?.[0] ?? 'en'
const DAY = 86_400_000

const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
const weekdayAndDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })
export const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

export const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())
/** Adds calendar days. The time of day stays the same when the clocks change. */
export const addDays = (date: Date, days: number) => {
  const moved = new Date(date)
  moved.setDate(moved.getDate() + days)
  return moved
}
/** The number of midnights between now and a date. */
export const daysUntil = (date: Date, now = new Date()) =>
  Math.round((startOfDay(date).getTime() - startOfDay(now).getTime()) / DAY)

/** A task due in the last minute of a day is due that day, at no particular time. */
export const isAllDay = (date: Date) => date.getHours() === 23 && date.getMinutes() === 59
/**
 * When a task is due by the clocks of this device. A whole day is that day wherever the device is, so it ends when the day ends
 * here. Undefined without a due date.
 */
export function dueTime({ dueAt, dueOn }: { dueAt: string | null; dueOn: string | null }): Date | undefined {
  if (dueOn !== null) return new Date(`${dueOn}T23:59:59.999`)
  return dueAt === null ? undefined : new Date(dueAt)
}

/** A short form: `Today 17:00`, `Friday`, `24 Dec`. */
export function formatDue(due: string | Date, now = new Date()): string {
  const date = new Date(due)
  const hour = isAllDay(date) ? '' : ` ${time.format(date)}`
  return dayName(date, now) + hour
}

export function dayName(date: Date, now = new Date()): string {
  const days = daysUntil(date, now)
  if (Math.abs(days) <= 1) return capitalised(relative.format(days, 'day'))
  if (days > 1 && days < 7) return weekday.format(date)
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date)
}

export const formatTime = (date: Date) => time.format(date)
export const formatInstant = (instant: string | Date) => full.format(new Date(instant))
/** `Sunday, 29 November` */
export const formatWeekday = (date: Date) => weekdayAndDay.format(date)
export const formatDay = (date: Date) => fullDay.format(date)

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
