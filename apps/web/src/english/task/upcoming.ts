import { plural } from '../common.ts'

export const upcoming = {
  title: 'Upcoming',
  days: 'The next two weeks',
  goTo: (day: string, count: number) => `${day}, ${count === 0 ? 'no tasks' : plural(count, 'task')}`,
  tasksOf: (day: string) => `Tasks due ${day}`,
  add: 'Add a task',
  addOn: (day: string) => `Add a task due ${day}`,
  hint: 'Drag a task to another day, or move it with Shift and the arrow keys.',
} as const
