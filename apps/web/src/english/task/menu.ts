/** Texts of the menu of a task, beside those that its shortcuts have. */
export const taskMenuWords = {
  complete: 'Complete',
  reopen: 'Reopen',
  start: 'Start',
  stop: 'Stop',
} as const
