/** How a command ends. */
export const EXIT = {
  done: 0,
  /** There are conflicts, or what was written is not green, or an undo kept something. */
  unfinished: 1,
  /** Something is missing or refused, and nothing was written. */
  refused: 2,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
