import { type Day, dayOf } from '../calendar/days/day.ts'
import { dayName, daysUntil, formatTime, locale } from '../english/format/time.ts'

/** A day, and a time of it as `HH:MM`, by the clock of this device. Each is empty where there is none. */
export interface DateTime {
  date: Day | ''
  time: string
}

export const NO_DATE: DateTime = { date: '', time: '' }

/** As one text, in which drafts keep it: `2026-12-24 18:00`. */
export const writeDateTime = ({ date, time }: DateTime) => `${date} ${time}`.trimEnd()

export function readDateTime(text: string): DateTime {
  const [date = '', time = ''] = text.split(' ')
  return { date, time }
}

export function dateTimeOf(instant: string | Date): DateTime {
  const at = new Date(instant)
  return { date: dayOf(at), time: at.toTimeString().slice(0, 5) }
}

/** The instant of a date with a time. */
export const instantOf = ({ date, time }: DateTime) => new Date(`${date}T${time}`).toISOString()

/** The next day, today included, on which it will be that time. */
export function nextDayAt(time: string, now = new Date()): Day {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const today = new Date(now)
  today.setHours(hour, minute, 0, 0)
  if (today <= now) today.setDate(today.getDate() + 1)
  return dayOf(today)
}

const options = { weekday: 'short', day: 'numeric', month: 'short' } as const
const day = new Intl.DateTimeFormat(locale, options)
const dayOfYear = new Intl.DateTimeFormat(locale, { ...options, year: 'numeric' })

/** `Fri, 4 Dec, 19:00`, or `Tomorrow`. The year is named where it is another one. */
export function nameOf({ date, time }: DateTime, now = new Date()): string {
  const at = new Date(`${date}T${time || '00:00'}`)
  const isNear = Math.abs(daysUntil(at, now)) <= 1
  const name = isNear
    ? dayName(at, now)
    : (at.getFullYear() === now.getFullYear() ? day : dayOfYear).format(at)
  return time === '' ? name : `${name}, ${formatTime(at)}`
}
