import { plural } from './common.ts'
import { locale } from './format/time.ts'

const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const percent = new Intl.NumberFormat(locale, { style: 'percent' })
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

export const formatDay = (day: Date) => long.format(day)
export const formatShortDay = (day: Date) => short.format(day)
export const formatShare = (share: number) => percent.format(share)
export const formatCount = (count: number) => count.toLocaleString(locale)

export const stats = {
  title: 'Statistics',
  zone: (timeZone: string) => `Days are counted by your clock (${timeZone.replaceAll('_', ' ')}).`,
  open: 'Open',
  openNote: (total: number) => `of ${plural(total, 'task')}`,
  overdue: 'Overdue',
  overdueNote: { some: 'due before now', none: 'nothing is late' },
  week: 'Done in 7 days',
  weekNote: (before: number) => `${formatCount(before)} in the week before`,
  weekFirst: 'your first week',
  month: 'Done in 30 days',
  monthNote: (perDay: number) => `${decimal.format(perDay)} a day`,
  best: 'Best day',
  streak: 'Streak',
  streakValue: (days: number) => plural(days, 'day'),
  streakNote: {
    today: 'in a row, up to today',
    open: 'in a row, up to yesterday',
    none: 'begins with the next one',
  },
  perDay: 'Completed per day',
  perDayText: (count: number, days: number) => `${plural(count, 'task')} in the last ${days} days`,
  day: 'Day',
  done: 'Done',
  today: 'Today',
  tasks: (count: number) => plural(count, 'task'),
  dayIs: (day: string, count: number) => `${day}: ${plural(count, 'task')}`,
  table: 'Show as a table',
  byStatus: 'By status',
  byPriority: 'By priority',
  late: 'Overdue',
  lateText: (overdue: number, open: number) =>
    open === 0
      ? 'Nothing is open, so nothing is late.'
      : overdue === 0
        ? `None of ${plural(open, 'open task')} is overdue.`
        : `${formatCount(overdue)} of ${plural(open, 'open task')} ${overdue === 1 ? 'is' : 'are'} overdue.`,
  showLate: 'Show what is overdue',
  begin: {
    title: 'Your chart starts with your first completed task',
    text: 'From then on, it shows what you get done each day.',
  },
  empty: {
    title: 'Nothing to count yet',
    text: 'Once there are tasks, this page shows what you get done, day by day.',
    action: 'Go to your tasks',
  },
} as const
