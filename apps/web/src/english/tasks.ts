import type { TaskPriority, TaskStatus } from '../api/trpc.ts'

export const STATUS: Record<TaskStatus, string> = { todo: 'To do', in_progress: 'In progress', done: 'Done' }
export const PRIORITY: Record<TaskPriority, string> = {
  none: 'No priority',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  urgent: 'Urgent',
}

export const tasks = {
  priority: 'Priority',
  withTag: (tag: string) => `Show tasks with #${tag}`,
  project: 'Project',
  due: 'Due',
  repeats: (rule: string | undefined) => (rule === undefined ? 'Repeats' : `Repeats: ${rule}`),
  tooLong: (length: number, max: number) =>
    `${length.toLocaleString('en')} characters are too many: ${max.toLocaleString('en')} at most. It is kept here, but not saved`,
  overwrite: 'Save mine',
  discard: 'Discard mine',
  complete: (title: string) => `Complete “${title}”`,
  reopen: (title: string) => `Reopen “${title}”`,
  select: (title: string) => `Select “${title}”`,
  actions: (title: string) => `Actions for “${title}”`,
  editTitle: 'Title',
  open: 'Open',
  rename: 'Rename',
  noDue: 'No due date',
  tomorrow: 'Tomorrow',
  today: 'Today',
  thisWeekend: 'This weekend',
  nextWeek: 'Next week',
  pickDate: 'Pick a date…',
  delete: 'Delete',
  overdue: 'Overdue',
  keys: {
    group: 'Tasks',
    next: 'Next task',
    previous: 'Previous task',
    open: 'Open the task',
    complete: 'Complete or reopen',
    progress: 'Start, or stop',
    rename: 'Rename',
    select: 'Select',
    selectAll: 'Select all loaded',
    delete: 'Delete',
    due: 'Due date',
    priority: 'Priority: none to urgent',
    search: 'Search',
    filter: 'Filter',
    clear: 'Clear selection',
  },
} as const
