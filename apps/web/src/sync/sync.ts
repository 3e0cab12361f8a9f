import type { QueryClient } from '@tanstack/react-query'
import { connection } from '../api/connection.ts'
import { problemOf } from '../api/problem.ts'
import { followCopy } from '../device/follow-copy.ts'
import { retryImport } from '../ui/retry-import.ts'
import { createCache, findTask, refetchAll, taskKey } from './cache.ts'
import { type Command, idsOf } from './commands/command.ts'
import { isCommentCommand } from './commands/comment-command.ts'
import { optimisticTask } from './commands/optimistic-task.ts'
import { trackOwnVersions } from './commands/own-versions.ts'
import type { History, UndoEntry } from './commands/undo.ts'
import { createDrafts } from './drafts.ts'
import type { TaskChange } from './lists/task-list.ts'
import { followLive } from './live.ts'
import { createOutbox } from './outbox.ts'
import type { Rejections } from './rejections.ts'

// Loaded with the first change, so that the first list does not wait for them.
const loadSending = retryImport(() => import('./commands/send.ts'))
const loadHistory = retryImport(() => import('./commands/undo.ts'))
// There are few error responses.
const loadRejections = retryImport(() => import('./rejections.ts'))

/**
 * All changes of tasks and their comments go through `run`, which shows them at once, queues them until the server responds, and can undo them.
 * Pages show the server's state with the pending commands applied on top. A rejected command needs no rollback: it is no
 * longer pending.
 */
export function createSync(userId: string, queries: QueryClient) {
  const copy = followCopy(userId, queries)
  const cache = createCache(queries, () => copy.get()?.changed())
  const ownVersions = trackOwnVersions()
  const drafts = createDrafts(userId)
  let isClosed = false
  const isReachable = () => connection.get() === 'online'

  const outbox = createOutbox({
    userId,
    isReachable,
    send: (command, key) => sendOne(command, key).catch(withRejections),
    onDone: ({ key, command }, changes) => {
      for (const change of changes) {
        ownVersions.record(change)
        if (change.type !== 'upsert') continue
        drafts.rebase(change.task.id, change.task.version)
        // Known by its id, because no loaded list may have it.
        if (command.kind === 'add') queries.setQueryData(taskKey(change.task.id), change.task)
      }
      cache.apply(...changes)
      drafts.acknowledge(key)
    },
    onRejected: (pending, error) => {
      void history?.then(({ forget }) => forget(pending.key))
      rejections?.onRejected(pending, error)
    },
  })

  async function sendOne(command: Command, key: string): Promise<TaskChange[]> {
    const { sendCommand } = await loadSending()
    return sendCommand(queries, isCommentCommand(command) ? command : ownVersions.rebase(command), key)
  }

  const live = followLive({
    onChange: (change) => cache.apply(change),
    onGap: () => void refetchAll(queries),
  })

  const unfollow = connection.subscribe(() => {
    if (!isReachable()) return
    void outbox.drain()
    live.wake()
  })

  let rejections: Rejections | undefined
  /** Loads what is done about an error response before anything is. */
  async function withRejections(error: unknown): Promise<never> {
    if (problemOf(error)) {
      const { createRejections } = await loadRejections()
      rejections ??= createRejections({ queries, cache, drafts, run, forget: outbox.forget })
      rejections.onError(error)
    }
    throw error
  }

  const find = (id: string) => optimisticTask((one) => findTask(queries, one), outbox.get(), id)

  const queue = (commands: Command[]) => outbox.add(commands).map(({ key }) => key)
  let history: Promise<History> | undefined
  /** The changes that can be undone. What is asked of it happens in the order in which it was asked. */
  const withHistory = (use: (history: History) => void) => {
    history ??= loadHistory().then(({ createHistory }) => createHistory({ queue, find }))
    void history.then(use)
  }

  /**
   * Queues commands, and shows a toast with Undo if there is a label: with a message of its own if that says more. Returns the keys
   * of the commands.
   */
  function run(commands: Command[], label: string | undefined, message?: string): string[] {
    if (commands.length === 0) return []
    const before = new Map(commands.flatMap(idsOf).map((id) => [id, find(id)]))
    const keys = queue(commands)
    if (label !== undefined && !isClosed) {
      withHistory(({ recordCommands }) =>
        recordCommands({ label, commands, keys }, (id) => before.get(id), message),
      )
    }
    return keys
  }

  /** Shows a toast with Undo for commands that are queued already. */
  function offerUndo(entry: UndoEntry, message?: string): void {
    if (!isClosed) withHistory(({ record }) => record(entry, message))
  }

  /** Queues the text of a task's field, unless it waits for a response already. Returns the key of its command. */
  function saveDraft(name: string): string | undefined {
    const draft = drafts.get(name)
    // After the session has ended, the draft waits for the next one.
    if (isClosed || !draft?.edit || draft.key !== undefined || draft.problem) return undefined
    const { id, patch, version } = draft.edit
    // Saved only if the task still has the version that was edited, so that no text is overwritten.
    const [added] = outbox.add([{ kind: 'update', id, patch, ...(version > 0 && { ifVersion: version }) }])
    drafts.set(name, { ...draft, key: added?.key })
    return added?.key
  }

  /** Leaving the page saves what was typed, as leaving a field does. */
  const saveDrafts = () => {
    for (const name of drafts.names()) saveDraft(name)
  }
  window.addEventListener('pagehide', saveDrafts)

  /** Saves what an earlier page of this tab could not save. */
  async function start() {
    const left = drafts.names().map((name) => [name, drafts.get(name)] as const)
    await outbox.start()
    const waiting = new Set(outbox.get().map(({ key }) => key))
    for (const [name, draft] of left) {
      if (!draft || drafts.get(name) !== draft || waiting.has(draft.key ?? '')) continue
      drafts.set(name, { ...draft, key: undefined })
      saveDraft(name)
    }
  }

  void start()
  return {
    run,
    offerUndo,
    drafts,
    saveDraft,
    undo: () => withHistory(({ undo }) => undo()),
    redo: () => withHistory(({ redo }) => redo()),
    find,
    pending: { get: outbox.get, subscribe: outbox.subscribe },
    copy: { get: copy.get, subscribe: copy.subscribe },
    close: () => {
      isClosed = true
      copy.close()
      window.removeEventListener('pagehide', saveDrafts)
      drafts.close()
      unfollow()
      cache.close()
      outbox.close()
      live.close()
    },
  }
}

export type Sync = ReturnType<typeof createSync>
