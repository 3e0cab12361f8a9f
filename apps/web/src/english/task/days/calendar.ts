import { plural } from '../../common.ts'
import { dayMoves } from './day-moves.ts'

export const calendar = {
  title: 'Calendar',
  views: 'View',
  view: { month: 'Month', week: 'Week' },
  previous: { month: 'Previous month', week: 'Previous week' },
  next: { month: 'Next month', week: 'Next week' },
  today: 'Today',
  subscribe: 'Subscribe in your calendar',
  day: (name: string, count: number) => `${name}, ${count === 0 ? 'no tasks' : plural(count, 'task')}`,
  more: (count: number) => `${count} more`,
  moreOf: (count: number, day: string) => `${count} more on ${day}`,
  /** Where none of them is shown. */
  all: (count: number) => plural(count, 'task'),
  allOf: (count: number, day: string) => `${plural(count, 'task')} on ${day}`,
  addOn: (day: string) => `Add a task due ${day}`,
  addPlaceholder: 'Task, then Enter',
  hint: 'Arrow keys go from day to day. Enter adds a task, Tab goes to the tasks of the day, and Shift with an arrow moves a task.',
  actions: (title: string) => `Actions for “${title}”`,
  complete: 'Complete',
  reopen: 'Reopen',
  moveTo: { today: 'Move to today', tomorrow: 'Move to tomorrow' },
  cut: (shown: number) =>
    `The first ${plural(shown, 'task')} of these days are shown, and the number of the others. A week shows more of each day.`,
  keys: {
    group: 'Calendar',
    dayGroup: 'Days and their tasks',
    days: 'Go from day to day',
    dayEarlier: dayMoves.earlier,
    dayLater: dayMoves.later,
    weekEarlier: dayMoves.weekEarlier,
    weekLater: dayMoves.weekLater,
    previous: 'Previous month or week',
    next: 'Next month or week',
    month: 'Show the month',
    week: 'Show the week',
  },
} as const
