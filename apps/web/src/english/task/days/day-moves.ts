/** The shortcuts that move a task from day to day, wherever days are shown. */
export const dayMoves = {
  earlier: 'Move the task a day earlier',
  later: 'Move the task a day later',
  weekEarlier: 'Move the task a week earlier',
  weekLater: 'Move the task a week later',
} as const
