import type { Command } from './command.ts'

/** What was done, and what would undo it. */
export interface Done {
  label: string
  undo: Command[]
  /** The keys of the commands that did it. */
  keys: string[]
  /** Which message offers to undo it. */
  toast?: number
}

const MOST = 100

/** What can be undone, the latest last. */
export function createUndoStack() {
  let stack: Done[] = []
  return {
    push: (done: Done) => {
      stack = [...stack, done].slice(-MOST)
    },
    /** Takes the latest, or the one given if it is still there. */
    take: (done = stack.at(-1)): Done | undefined => {
      if (!done || !stack.includes(done)) return undefined
      stack = stack.filter((one) => one !== done)
      return done
    },
    /** What was refused has not happened. Answers what there was to undo. */
    forget: (key: string): Done[] => {
      const moot = stack.filter(({ keys }) => keys.includes(key))
      stack = stack.filter((done) => !moot.includes(done))
      return moot
    },
  }
}
