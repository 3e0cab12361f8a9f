/** The page of today, and the numbers in the sidebar. */
export const today = {
  title: 'Today',
  count: (total: string) => (total === '1' ? '1 task' : `${total} tasks`),
  overdue: 'Overdue',
  showAll: (total: string) => `Show all ${total}`,
  showFewer: 'Show fewer',
  reschedule: 'Move all to today',
  nothingElse: 'Nothing else is due today.',
  done: 'Completed today',
  addedFor: (title: string, day: string) => `“${title}” was added: it is due ${day}.`,
  addedUndated: (title: string) => `“${title}” was added without a due date.`,
  keys: { group: 'Days' },
  counts: { overdue: 'overdue', due: 'due today', open: 'open' },
} as const
