import { DAY_MS, dayOf, isoDate } from './days.ts'
import { instantOf, localTime } from './local-time.ts'

/** The last second of a day, in milliseconds since midnight. */
const END = DAY_MS - 1000

/**
 * The day of an `UNTIL`, `YYYY-MM-DD`, and its local time, `HH:mm:ss`, where it is an instant that is not the end of that day.
 */
export function readUntil(until: string, timeZone: string): { date: string; time: string | undefined } {
  const date = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  if (until.length === 'YYYYMMDD'.length) return { date, time: undefined }
  const clock = `${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`
  const local = localTime(Date.parse(`${date}T${clock}Z`), timeZone)
  const day = Math.floor(local / DAY_MS)
  const isEnd = local - day * DAY_MS === END
  return { date: isoDate(day), time: isEnd ? undefined : new Date(local).toISOString().slice(11, 19) }
}

interface UntilOptions {
  isWholeDay: boolean
  timeZone: string
}

/** The `UNTIL` of a last day, `YYYY-MM-DD`: a date for whole days, and for times the last second of that day in UTC. */
export function untilOn(date: string, { isWholeDay, timeZone }: UntilOptions): string {
  if (isWholeDay) return basic(date)
  const end = instantOf(dayOf(date) * DAY_MS + END, timeZone)
  return basic(`${new Date(end).toISOString().slice(0, 19)}Z`)
}

/** As RFC 5545 writes dates and instants. */
const basic = (iso: string) => iso.replaceAll(/[-:]/g, '')
