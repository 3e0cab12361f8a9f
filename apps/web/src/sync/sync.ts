import type { QueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { connection } from '../api/connection.ts'
import { problemOf } from '../api/problem.ts'
import type { Task } from '../api/trpc.ts'
import * as english from '../english/sync.ts'
import type { Problem } from '../session/session.ts'
import { patient } from '../ui/retry-import.ts'
import { dismiss, toast } from '../ui/toast/toasts.ts'
import { createCache, findTask, readAgain } from './cache.ts'
import { type Command, foresee, idsOf, inverse, send } from './command.ts'
import type { Live } from './live.ts'
import { createOutbox, type Pending } from './outbox.ts'
import type { TaskChange } from './task-list.ts'
import { createUndoStack, type Done } from './undo.ts'

/**
 * Everything that changes tasks goes through here: `run` shows it at once, keeps it until the server has answered, and can
 * undo it. What is shown is what the server has told, with the pending commands foreseen on top: when one is refused it is
 * simply no longer there.
 */
export function createSync(userId: string, queries: QueryClient) {
  const undone = createUndoStack()
  const cache = createCache(queries)
  const versions = createVersions()
  const isReachable = () => connection.get() === 'ok'

  const outbox = createOutbox({
    userId,
    isReachable,
    send: (command, key) => send(client, versions.current(command), key).catch(sayThatItWaits),
    onDone: (_, changes) => {
      for (const change of changes) versions.wrote(change)
      cache.apply(...changes)
    },
    onRefused,
  })

  // Loaded after what is shown first: a list does not wait for it.
  const live: Promise<Live> = patient(() => import('./live.ts'))().then(({ followLive }) =>
    followLive({
      isReachable,
      onChange: (change) => cache.apply(change),
      onGap: () => void readAgain(queries),
    }),
  )

  const unfollow = connection.subscribe(() => {
    if (!isReachable()) return
    void outbox.drain()
    void live.then(({ wake }) => wake())
  })

  function onRefused({ command, key }: Pending, error: unknown) {
    for (const { toast: shown } of undone.forget(key)) if (shown !== undefined) dismiss(shown)
    // What follows from a task that was never made would be refused too.
    if (command.kind === 'add' || command.kind === 'create') outbox.forget(idsOf(command))
    const problem = problemOf(error)
    toast({ tone: 'bad', message: english.refused(problem, command), action: anyway(problem, command) })
    for (const id of idsOf(command).slice(0, 20)) void look(id)
  }

  /** What was made of an older version can be saved all the same, if that is what one wants. */
  function anyway(problem: Problem | undefined, command: Command) {
    if (problem?.status !== 412 || command.kind !== 'update') return undefined
    const { ifVersion: _, ...again } = command
    return { label: english.sync.saveAnyway, run: () => run([again], english.did.edited) }
  }

  /** How a task really is, where a command was refused. */
  async function look(id: string) {
    try {
      cache.apply({ type: 'upsert', task: await client.task.get.query({ id }) })
    } catch (error) {
      if (problemOf(error)?.status === 404) cache.apply({ type: 'delete', id })
    }
  }

  const find = (id: string) => shownTask(findTask(queries, id), outbox.get(), id)

  /** Does something, and says so with a way back. */
  function run(commands: Command[], label: string | undefined): void {
    if (commands.length === 0) return
    const undo = commands.flatMap((command) => inverse(command, find)).toReversed()
    const added = outbox.add(commands)
    if (label === undefined || undo.length === 0) return
    const done: Done = { label, undo, keys: added.map(({ key }) => key) }
    undone.push(done)
    done.toast = toast({
      message: label,
      action: { label: english.sync.undo, run: () => undoThat(done) },
    })
  }

  function undoThat(done?: Done): void {
    const found = undone.take(done)
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
    undo: () => undoThat(),
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

/** A task as it is shown: as the server has told it, and as what is pending will have changed it. */
function shownTask(told: Task | undefined, pending: readonly Pending[], id: string): Task | undefined {
  let shown = told
  for (const { command } of pending) {
    if (!idsOf(command).includes(id)) continue
    for (const change of foresee(command, () => shown)) {
      if (change.type === 'delete') shown = undefined
      else if (change.task.id === id) shown = change.task
    }
  }
  return shown
}

export type Sync = ReturnType<typeof createSync>

function sayThatItWaits(error: unknown): never {
  const problem = problemOf(error)
  if (problem?.status === 429) toast({ tone: 'bad', message: english.refused(problem) })
  throw error
}

/**
 * An edit says which version it was made of. Edits that were made one after another, before the first was answered, all
 * name the same one: what our own commands have changed since is not somebody else's change.
 */
function createVersions() {
  const ours = new Set<string>()
  return {
    wrote: (change: TaskChange) => {
      if (change.type === 'upsert') ours.add(`${change.task.id} ${change.task.version}`)
    },
    current: (command: Command): Command => {
      if (command.kind !== 'update' || command.ifVersion === undefined) return command
      let version = command.ifVersion
      while (ours.has(`${command.id} ${version + 1}`)) version += 1
      return { ...command, ifVersion: version }
    },
  }
}
