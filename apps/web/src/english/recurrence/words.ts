import { dayOfMonthName, numbered, ordinal, WEEKDAY } from './names.ts'

/** Texts of the repeat field and of its editor. */
export const recurrence = {
  repeat: 'Repeat',
  never: 'Does not repeat',
  /** A rule that English does not say in full. */
  custom: (rule: string) => `Custom: ${rule}`,
  next: (when: string) => `Next: ${when}`,
  nextIfDoneToday: (when: string) => `Next, if done today: ${when}`,
  last: 'This is the last time',
  needsDue: 'A task that repeats needs a due date: it becomes due today',
  endsWithDue: 'Without a due date it does not repeat',
  changed: 'Repetition changed',
  removed: 'Repetition removed',
  begun: (isDueToday: boolean) => (isDueToday ? 'Task repeats, and is due today' : 'Task repeats'),
  done: (next: string) => `Done. Next: ${next}`,
  preset: {
    daily: 'Every day',
    weekdays: 'Every weekday (Mon–Fri)',
    weekly: (weekday: number) => `Every week on ${WEEKDAY.long[weekday]}`,
    biweekly: (weekday: number) => `Every 2 weeks on ${WEEKDAY.long[weekday]}`,
    monthDay: (day: number) => `Every month on the ${numbered(day)}`,
    lastDay: 'Every month on the last day',
    nthWeekday: (n: number, weekday: number) => `Every month on the ${ordinal(n)} ${WEEKDAY.long[weekday]}`,
    yearly: (month: number, day: number) => `Every year on ${dayOfMonthName(month, day)}`,
    custom: 'Custom…',
  },
} as const

export const editor = {
  title: 'Custom repetition',
  every: 'Every',
  unit: (interval: string) => {
    const many = Number(interval) === 1 ? '' : 's'
    return { DAILY: `day${many}`, WEEKLY: `week${many}`, MONTHLY: `month${many}`, YEARLY: `year${many}` }
  },
  unitLabel: 'Unit',
  weekdays: 'On these days',
  noWeekdays: {
    due: 'If none, on the weekday of the due date',
    completion: 'If none, on the weekday it is done',
  },
  on: 'On',
  onChoice: (from: 'due' | 'completion') => ({
    due: from === 'due' ? 'The day it is due' : 'The day it is done',
    days: 'Days of the month',
    weekday: 'A weekday of the month',
  }),
  month: 'In',
  monthDays: 'Days of the month',
  lastDay: 'Last day',
  shortMonths: 'In shorter months, on the last day',
  ordinal: 'Which',
  weekday: 'Weekday',
  anyWeekday: 'Weekday (Mon–Fri)',
  ordinalName: (n: number) => ordinal(n).replace(/^./, (first) => first.toUpperCase()),
  ends: 'Ends',
  endsChoice: { never: 'Never', until: 'On a date', count: 'After a number of times' },
  until: 'Last day',
  count: 'More times',
  from: 'Counted from',
  fromChoice: { due: 'The due date', completion: 'The day it is done' },
  nextDates: (dates: string) => `Next: ${dates}`,
  save: 'Save',
  problem: {
    interval: 'A whole number from 1 to 999',
    count: 'A whole number from 1 to 9999',
    days: 'Choose at least one day',
    until: 'A date like 2027-12-31',
    tooEarly: 'This is before the task is due',
    never: 'There is no such day',
  },
  foreign: 'This rule has parts that cannot be shown here. It stays exactly as it is, unless you replace it.',
  replace: 'Replace it',
  keep: 'Keep it',
} as const
