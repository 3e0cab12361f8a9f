/** What swiping over a task does. */
export const swipe = {
  schedule: 'Schedule',
  complete: 'Complete',
  reopen: 'Reopen',
} as const
