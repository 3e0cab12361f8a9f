import type { Command } from './command.ts'

/** A change and the commands that undo it. */
export interface UndoEntry {
  label: string
  undo: Command[]
  /** The keys of the commands that made the change. */
  keys: string[]
  /** The id of the toast that offers Undo. */
  toast?: number
}

const MAX_ENTRIES = 100

/** The changes that can be undone, the latest last. */
export function createUndoStack() {
  let stack: UndoEntry[] = []
  return {
    push: (done: UndoEntry) => {
      stack = [...stack, done].slice(-MAX_ENTRIES)
    },
    /** Removes and returns the latest entry, or the given one if it is still on the stack. */
    take: (done = stack.at(-1)): UndoEntry | undefined => {
      if (!done || !stack.includes(done)) return undefined
      stack = stack.filter((one) => one !== done)
      return done
    },
    /** Removes the entries of a rejected command and returns them. */
    forget: (key: string): UndoEntry[] => {
      const obsolete = stack.filter(({ keys }) => keys.includes(key))
      stack = stack.filter((done) => !obsolete.includes(done))
      return obsolete
    },
  }
}
