import type { QueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { connection } from '../api/connection.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { followCopy } from '../device/follow-copy.ts'
import * as english from '../english/sync.ts'
import { retryImport } from '../ui/retry-import.ts'
import { toast } from '../ui/toast/toasts.ts'
import { createCache, findTask, refetchAll, refetchProjects, taskKey } from './cache.ts'
import { type Command, idsOf, inverse, send, typedLine } from './commands/command.ts'
import { commentsKey, isCommentCommand } from './commands/comment-command.ts'
import { optimisticTask } from './commands/optimistic-task.ts'
import { trackOwnVersions } from './commands/own-versions.ts'
import { actualSuccessors } from './commands/successors.ts'
import { createHistory, type UndoEntry } from './commands/undo.ts'
import { createDrafts } from './drafts.ts'
import type { TaskChange } from './lists/task-list.ts'
import type { Live } from './live.ts'
import { createOutbox, type Pending } from './outbox.ts'

const loadParsing = retryImport(() => import('../quick-add/parse-addition.ts'))
const loadComments = retryImport(() => import('../comments/send-comment.ts'))

/** The names of the drafts that hold refused lines of quick add start with this. */
export const REFUSED = 'refused.'

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
    send: (command, key) => sendOne(command, key).catch(withMessages),
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
    onRejected,
  })

  async function sendOne(command: Command, key: string): Promise<TaskChange[]> {
    if (command.kind === 'add' && !command.isParsed) {
      const { parseAddition } = await loadParsing()
      return send(client, await parseAddition(client, queries, command), key)
    }
    if (!isCommentCommand(command)) {
      const changes = await send(client, ownVersions.rebase(command), key)
      const effects = 'successors' in command || 'takenBack' in command ? command : {}
      return [...changes, ...(await actualSuccessors(client, effects, (id) => findTask(queries, id)))]
    }
    const { sendComment } = await loadComments()
    await sendComment(client, queries, command, key)
    return []
  }

  // Loaded late, so that the first list does not wait for it.
  const live: Promise<Live> = retryImport(() => import('./live.ts'))().then(({ followLive }) =>
    followLive({
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
    history.forget(key)
    const isAddition = command.kind === 'add' || command.kind === 'create'
    // Later commands on a task that was never created would be rejected too.
    const forgotten = isAddition ? outbox.forget(idsOf(command)) : []
    const problem = problemOf(error)
    const about = { isAddition, isComment: isCommentCommand(command) }
    const message = rejections?.rejectionMessage(problem, about) ?? ''
    const reason = { status: problem?.status ?? 0, message }
    if (command.kind === 'add') {
      drafts.set(REFUSED + key, { ...typedLine(command), problem: reason })
    }
    for (const one of [key, ...forgotten]) drafts.reject(one, reason)
    toast({ tone: 'bad', message, action: saveAnyway(problem, command) })
    refetchActual(command, problem)
  }

  /** Offers to repeat an edit of an older version, overwriting the newer one. */
  function saveAnyway(problem: Problem | undefined, command: Command) {
    if (problem?.status !== 412 || command.kind !== 'update') return undefined
    const { ifVersion: _, ...again } = command
    return {
      label: english.sync.saveAnyway,
      run: () => drafts.resend(again.id, again.patch, run([again], english.changeLabel.edited)),
    }
  }

  /** Gets the actual state of all that a rejected command concerns. */
  function refetchActual(command: Command, problem: Problem | undefined): void {
    for (const id of idsOf(command).slice(0, 20)) void refetch(id)
    if (isCommentCommand(command)) {
      void queries.invalidateQueries({ queryKey: commentsKey(command.taskId) })
    }
    // The project that was given may be gone.
    if (problem?.issues?.some(({ path }) => path.includes('projectId'))) void refetchProjects(queries)
  }

  async function refetch(id: string) {
    try {
      cache.apply({ type: 'upsert', task: await client.task.get.query({ id }) })
    } catch (error) {
      if (problemOf(error)?.status === 404) cache.apply({ type: 'delete', id })
    }
  }

  const find = (id: string) => optimisticTask((one) => findTask(queries, one), outbox.get(), id)

  const queue = (commands: Command[]) => outbox.add(commands).map(({ key }) => key)
  const history = createHistory({ queue, find })

  /**
   * Queues commands, and shows a toast with Undo if there is a label: with a message of its own if that says more. Returns the keys
   * of the commands.
   */
  function run(commands: Command[], label: string | undefined, message?: string): string[] {
    if (commands.length === 0) return []
    const undo = commands.flatMap((command) => inverse(command, find)).toReversed()
    const keys = queue(commands)
    if (label !== undefined && undo.length > 0) offerUndo({ label, commands, undo, keys }, message)
    return keys
  }

  /** Shows a toast with Undo for commands that are queued already. */
  function offerUndo(entry: UndoEntry, message?: string): void {
    if (!isClosed) history.record(entry, message)
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
    undo: history.undo,
    redo: history.redo,
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
      void live.then(({ close }) => close())
    },
  }
}

export type Sync = ReturnType<typeof createSync>

/** Loaded with the first error response, because there are few. */
let rejections: typeof import('../english/task/rejection.ts') | undefined
const loadRejections = retryImport(() => import('../english/task/rejection.ts'))

/** Loads the messages for an error response before anything is done about it, and tells of a rate limit. */
async function withMessages(error: unknown): Promise<never> {
  const problem = problemOf(error)
  if (problem) {
    rejections = await loadRejections()
    if (problem.status === 429) toast({ tone: 'bad', message: rejections.rejectionMessage(problem) })
  }
  throw error
}
