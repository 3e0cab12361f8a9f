import type { Task } from '../../api/trpc.ts'
import { undoing as words } from '../../english/undo.ts'
import { dismiss, toast } from '../../ui/toast/toasts.ts'
import type { Command } from './command.ts'
import { inverse, repeated } from './inverse.ts'

/** A change and the commands that undo it. */
export interface UndoEntry {
  label: string
  /** The commands that made the change, unless they are those that undo `undo`. */
  commands?: Command[]
  undo: Command[]
  /** The keys of the commands that were queued last: for the change, or for its undoing. */
  keys: string[]
  /** The id of the toast that offers to undo it, or to make it again. */
  toast?: number
}

/** Commands that were queued, which the history does not know how to undo yet. */
export type CommandEntry = Pick<UndoEntry, 'label' | 'keys'> & { commands: Command[] }

interface HistoryOptions {
  /** Queues commands and returns their keys. */
  queue: (commands: Command[]) => string[]
  /** A task with all queued commands applied. */
  find: (id: string) => Task | undefined
}

/** The changes that can be undone, and those that were undone and can be made again. A toast offers the way back from each. */
export function createHistory({ queue, find }: HistoryOptions) {
  const done = createStack()
  const undone = createStack()

  function push(entry: UndoEntry, message: string) {
    done.push(entry)
    entry.toast = toast({ message, action: { label: words.undo, run: () => undo(entry) } })
  }

  /** Undoes a change: the latest, or the given one if it still can be. */
  function undo(entry?: UndoEntry): void {
    const found = done.take(entry)
    if (!found) return void toast({ message: words.nothingToUndo })
    hideToast(found)
    const { label } = found
    const commands =
      found.commands?.flatMap((command) => repeated(command, find)) ??
      found.undo.flatMap((command) => inverse(command, find)).toReversed()
    const back: UndoEntry = { label, commands, undo: found.undo, keys: queue(found.undo) }
    if (commands.length > 0) undone.push(back)
    const action = commands.length > 0 ? { label: words.redo, run: () => redo(back) } : undefined
    back.toast = toast({ message: words.undone(label), action })
  }

  /** Makes a change again that was undone: the latest of them, or the given one if it still can be. */
  function redo(entry?: UndoEntry): void {
    const found = undone.take(entry)
    if (!found) return void toast({ message: words.nothingToRedo })
    hideToast(found)
    push({ ...found, keys: queue(found.commands ?? []) }, words.redone(found.label))
  }

  /** Remembers a change of the user. What was undone before it cannot be made again. */
  function record(entry: UndoEntry, message = entry.label) {
    undone.clear().forEach(hideToast)
    push(entry, message)
  }

  return {
    record,
    /** Remembers the change that commands made, if it can be undone. `before` returns tasks as they were. */
    recordCommands: (
      { commands, ...change }: CommandEntry,
      before: HistoryOptions['find'],
      message?: string,
    ) => {
      const undo = commands.flatMap((command) => inverse(command, before)).toReversed()
      if (undo.length > 0) record({ ...change, commands, undo }, message)
    },
    undo: () => undo(),
    redo: () => redo(),
    /** Forgets what a rejected command did. */
    forget: (key: string) => {
      for (const stack of [done, undone]) stack.forget(key).forEach(hideToast)
    },
  }
}

const hideToast = ({ toast: id }: UndoEntry) => id !== undefined && dismiss(id)

const MAX_ENTRIES = 100

/** Changes, the latest last. */
function createStack() {
  let stack: UndoEntry[] = []
  return {
    push: (entry: UndoEntry) => {
      stack = [...stack, entry].slice(-MAX_ENTRIES)
    },
    /** Removes and returns the latest entry, or the given one if it is still on the stack. */
    take: (entry = stack.at(-1)): UndoEntry | undefined => {
      if (!entry || !stack.includes(entry)) return undefined
      stack = stack.filter((one) => one !== entry)
      return entry
    },
    /** Removes the entries of a command and returns them. */
    forget: (key: string): UndoEntry[] => {
      const obsolete = stack.filter(({ keys }) => keys.includes(key))
      stack = stack.filter((entry) => !obsolete.includes(entry))
      return obsolete
    },
    clear: (): UndoEntry[] => {
      const all = stack
      stack = []
      return all
    },
  }
}

export type History = ReturnType<typeof createHistory>
