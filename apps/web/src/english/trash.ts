import { plural } from './common.ts'

export const trash = {
  title: 'Trash',
  text: 'Deleted tasks can be restored for 30 days.',
  list: 'Deleted tasks',
  deleted: (when: string) => `Deleted ${when}`,
  kept: (days: number) => (days === 1 ? 'Deleted for good within a day' : `Kept for ${days} more days`),
  restore: 'Restore',
  restoreOf: (title: string) => `Restore “${title}”`,
  restoreMany: (count: number) => `Restore ${plural(count, 'task')}`,
  restoredMany: (count: number) => `${plural(count, 'task')} restored`,
  select: (title: string) => `Select “${title}”`,
  selectAll: 'Select all',
  selected: (count: number) => `${count} selected`,
  empty: { title: 'The trash is empty', text: 'Tasks you delete stay here for 30 days.' },
} as const
