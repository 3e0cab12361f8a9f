/**
 * Local times of time zones, from the engine's own data. It is all that is needed of Temporal, whose polyfill would be most of what
 * a browser loads for quick add.
 */

const DAY_MS = 86_400_000
const OFFSET = /^([+-])(\d\d):(\d\d)$/

/** Names are not told apart by case, so that there are more of them than zones. */
const MAX_FORMATS = 200

/** By the names of time zones. Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size === MAX_FORMATS) formats.clear()
  formats.set(timeZone, format)
  return format
}

/**
 * What the clocks of a time zone show at an instant, written as the instant at which clocks of UTC show it. Both in milliseconds
 * since 1970. A time zone is named as in the IANA database, or is an offset, `+05:30`.
 */
export function localTime(instant: number, timeZone: string): number {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? []
  if (sign !== undefined) {
    return instant + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  }
  const parts = formatOf(timeZone).formatToParts(instant)
  const part = (wanted: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === wanted)?.value
  // The year before 1 is that before Christ, and 0 here.
  const year = part('era') === 'BC' ? 1 - Number(part('year')) : Number(part('year'))
  const local = new Date(0)
  local.setUTCFullYear(year, Number(part('month')) - 1, Number(part('day')))
  local.setUTCHours(Number(part('hour')), Number(part('minute')), Number(part('second')))
  const milliseconds = ((instant % 1000) + 1000) % 1000
  return local.getTime() + milliseconds
}

/**
 * The instant at which clocks of a time zone show a local time. One that they skip moves forward by what they skip, and of two
 * it is the first.
 */
export function instantOf(local: number, timeZone: string): number {
  const offsetAt = (instant: number) => localTime(instant, timeZone) - instant
  // No clock is a day ahead of UTC or behind it, and none is set twice in two days.
  const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)]
  const shown = [local - before, local - after].filter((instant) => localTime(instant, timeZone) === local)
  return shown.length > 0 ? Math.min(...shown) : local - before
}
