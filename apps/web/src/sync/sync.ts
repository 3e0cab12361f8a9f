import type { QueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { connection } from '../api/connection.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import type { Task } from '../api/trpc.ts'
import * as english from '../english/sync.ts'
import { retryImport } from '../ui/retry-import.ts'
import { dismiss, toast } from '../ui/toast/toasts.ts'
import { createCache, findTask, refetchAll } from './cache.ts'
import { type Command, idsOf, inverse, optimisticChanges, send } from './command.ts'
import type { Live } from './live.ts'
import { createOutbox, type Pending } from './outbox.ts'
import type { TaskChange } from './task-list.ts'
import { createUndoStack, type UndoEntry } from './undo.ts'

/**
 * All changes of tasks go through `run`, which shows them at once, queues them until the server responds, and can undo them.
 * Pages show the server's state with the pending commands applied on top. A rejected command needs no rollback: it is no
 * longer pending.
 */
export function createSync(userId: string, queries: QueryClient) {
  const undoStack = createUndoStack()
  const cache = createCache(queries)
  const ownVersions = trackOwnVersions()
  const isReachable = () => connection.get() === 'online'

  const outbox = createOutbox({
    userId,
    isReachable,
    send: (command, key) => send(client, ownVersions.rebase(command), key).catch(toastRateLimit),
    onDone: (_, changes) => {
      for (const change of changes) ownVersions.record(change)
      cache.apply(...changes)
    },
    onRejected,
  })

  // Loaded late, so that the first list does not wait for it.
  const live: Promise<Live> = retryImport(() => import('./live.ts'))().then(({ followLive }) =>
    followLive({
      isReachable,
      onChange: (change) => cache.apply(change),
      onGap: () => void refetchAll(queries),
    }),
  )

  const unfollow = connection.subscribe(() => {
    if (!isReachable()) return
    void outbox.drain()
    void live.then(({ wake }) => wake())
  })

  function onRejected({ command, key }: Pending, error: unknown) {
    for (const { toast: toastId } of undoStack.forget(key)) if (toastId !== undefined) dismiss(toastId)
    const isAddition = command.kind === 'add' || command.kind === 'create'
    // Later commands on a task that was never created would be rejected too.
    if (isAddition) outbox.forget(idsOf(command))
    const problem = problemOf(error)
    toast({
      tone: 'bad',
      message: english.rejectionMessage(problem, { isAddition }),
      action: saveAnyway(problem, command),
    })
    for (const id of idsOf(command).slice(0, 20)) void refetch(id)
  }

  /** Offers to repeat an edit of an older version, overwriting the newer one. */
  function saveAnyway(problem: Problem | undefined, command: Command) {
    if (problem?.status !== 412 || command.kind !== 'update') return undefined
    const { ifVersion: _, ...again } = command
    return { label: english.sync.saveAnyway, run: () => run([again], english.changeLabel.edited) }
  }

  /** Gets the actual state of a task after a command was rejected. */
  async function refetch(id: string) {
    try {
      cache.apply({ type: 'upsert', task: await client.task.get.query({ id }) })
    } catch (error) {
      if (problemOf(error)?.status === 404) cache.apply({ type: 'delete', id })
    }
  }

  const find = (id: string) => optimisticTask(findTask(queries, id), outbox.get(), id)

  /** Queues commands, and shows a toast with Undo if there is a label. */
  function run(commands: Command[], label: string | undefined): void {
    if (commands.length === 0) return
    const undo = commands.flatMap((command) => inverse(command, find)).toReversed()
    const added = outbox.add(commands)
    if (label === undefined || undo.length === 0) return
    const entry: UndoEntry = { label, undo, keys: added.map(({ key }) => key) }
    undoStack.push(entry)
    entry.toast = toast({
      message: label,
      action: { label: english.sync.undo, run: () => undoEntry(entry) },
    })
  }

  function undoEntry(entry?: UndoEntry): void {
    const found = undoStack.take(entry)
    if (!found) {
      toast({ message: english.sync.nothingToUndo })
      return
    }
    if (found.toast !== undefined) dismiss(found.toast)
    outbox.add(found.undo)
    toast({ message: english.sync.undone(found.label) })
  }

  void outbox.start()
  return {
    run,
    undo: () => undoEntry(),
    find,
    pending: { get: outbox.get, subscribe: outbox.subscribe },
    close: () => {
      unfollow()
      cache.close()
      outbox.close()
      void live.then(({ close }) => close())
    },
  }
}

/** The server's state of a task with its pending commands applied. */
function optimisticTask(
  fromServer: Task | undefined,
  pending: readonly Pending[],
  id: string,
): Task | undefined {
  let shown = fromServer
  for (const { command } of pending) {
    if (!idsOf(command).includes(id)) continue
    for (const change of optimisticChanges(command, () => shown)) {
      if (change.type === 'delete') shown = undefined
      else if (change.task.id === id) shown = change.task
    }
  }
  return shown
}

export type Sync = ReturnType<typeof createSync>

function toastRateLimit(error: unknown): never {
  const problem = problemOf(error)
  if (problem?.status === 429) toast({ tone: 'bad', message: english.rejectionMessage(problem) })
  throw error
}

/**
 * Remembers the versions that this page created. Several edits made before the first response all name the same version in
 * `ifVersion`. `rebase` raises it past our own changes, so that these do not count as conflicts.
 */
function trackOwnVersions() {
  const ours = new Set<string>()
  return {
    record: (change: TaskChange) => {
      if (change.type === 'upsert') ours.add(`${change.task.id} ${change.task.version}`)
    },
    rebase: (command: Command): Command => {
      if (command.kind !== 'update' || command.ifVersion === undefined) return command
      let version = command.ifVersion
      while (ours.has(`${command.id} ${version + 1}`)) version += 1
      return { ...command, ifVersion: version }
    },
  }
}
