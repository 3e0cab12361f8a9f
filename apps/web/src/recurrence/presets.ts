import { WEEKDAYS } from '@tandem/client/recurrence'
import { recurrence as words } from '../english/recurrence/words.ts'

export interface Preset {
  label: string
  rule: string
}

const WORKDAYS = 'MO,TU,WE,TH,FR'
const DAY_MS = 86_400_000

/** The rules that are offered for a task that is due on a day, `YYYY-MM-DD`. */
export function presetsFor(day: string): Preset[] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const weekday = weekdayOf(day)
  const code = WEEKDAYS[weekday]
  const nth = Math.ceil(date / 7)
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const { preset } = words
  const everyNth = (n: number) => ({
    label: preset.nthWeekday(n, weekday),
    rule: `FREQ=MONTHLY;BYDAY=${n}${code}`,
  })
  return [
    { label: preset.daily, rule: 'FREQ=DAILY' },
    { label: preset.weekdays, rule: `FREQ=WEEKLY;BYDAY=${WORKDAYS}` },
    { label: preset.weekly(weekday), rule: `FREQ=WEEKLY;BYDAY=${code}` },
    { label: preset.biweekly(weekday), rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${code}` },
    // Named, so that another due date does not move it.
    { label: preset.monthDay(date), rule: `FREQ=MONTHLY;BYMONTHDAY=${date}` },
    ...(date === length ? [{ label: preset.lastDay, rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' }] : []),
    // Not every month has a fifth one.
    ...(nth < 5 ? [everyNth(nth)] : []),
    ...(date > length - 7 ? [everyNth(-1)] : []),
    { label: preset.yearly(month, date), rule: `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${date}` },
  ]
}

/** From Monday, which is 0. */
export function weekdayOf(day: string): number {
  // 1970 began on a Thursday.
  return (((Date.parse(day) / DAY_MS + 3) % 7) + 7) % 7
}
