import { plural } from '../../common.ts'

const tasksIn = (count: number) => (count === 0 ? 'no tasks' : plural(count, 'task'))

export const upcoming = {
  title: 'Upcoming',
  days: 'The next two weeks',
  /** After the weekday and the date. */
  inMonth: (month: string, count: number) => `${month}, ${tasksIn(count)}`,
  day: (day: string, count: number) => `${day}, ${tasksIn(count)}`,
  tasksOf: (day: string) => `Tasks due ${day}`,
  add: 'Add a task',
  addOn: (day: string) => `Add a task due ${day}`,
  hint: 'Drag a task to another day, or move it with Shift and the arrow keys.',
} as const
