import { createStore, del, entries, promisifyRequest, type UseStore } from 'idb-keyval'
import { newId } from '../api/new-id.ts'
import { isStillRunning, isTransient, problemOf } from '../api/problem.ts'
import { outboxName } from '../device/names.ts'
import { createObservable } from '../observable.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type Command, namedIdsOf } from './commands/command.ts'
import type { TaskChange } from './lists/task-list.ts'

/** A command without a response yet. Its key is also its idempotency key, and sorts by age. */
export interface Pending {
  key: string
  command: Command
}

interface OutboxOptions {
  userId: string
  send: (command: Command, key: string) => Promise<TaskChange[]>
  isReachable: () => boolean
  onDone: (pending: Pending, changes: TaskChange[]) => void
  onRejected: (pending: Pending, error: unknown) => void
}

/** Delay before a failed command is sent again, in ms. */
const RETRY_DELAY = { first: 500, max: 30_000 }

/**
 * A persistent queue of commands. They are sent one at a time in order, and stay in IndexedDB until the server responds, so
 * that none is lost with the page, the network or the server. Delivery is at least once. The idempotency keys make every
 * command take effect once, whichever tab sends it.
 */
export function createOutbox(options: OutboxOptions) {
  const store = createStore(outboxName(options.userId), 'commands')
  const pending = createObservable<readonly Pending[]>([])
  let draining: Promise<void> | undefined
  let wake: (() => void) | undefined
  let closed = false

  const drop = (done: Pending) => pending.set(pending.get().filter((one) => one !== done))

  /** Loads commands that an earlier visit or a closed tab left behind. */
  async function load() {
    const stored = await entries<string, Command>(store)
    const known = new Set(pending.get().map(({ key }) => key))
    const found = stored.filter(([key]) => !known.has(key)).map(([key, command]) => ({ key, command }))
    if (found.length === 0) return
    pending.set([...pending.get(), ...found].toSorted((a, b) => (a.key < b.key ? -1 : 1)))
  }

  function add(commands: readonly Command[]): Pending[] {
    const added = commands.map((command) => ({ key: newId(), command }))
    pending.set([...pending.get(), ...added])
    // Stored before it is sent. Where the browser refuses to store (private windows), it lives as long as the page.
    void persist(added, store)
      .catch(() => {})
      .then(drain)
    return added
  }

  function drain(): Promise<void> {
    wake?.()
    // Across tabs, for the order.
    draining ??= oneAtATime(outboxName(options.userId), sendAll).finally(() => {
      draining = undefined
      if (pending.get().length > 0 && !closed && options.isReachable()) void drain()
    })
    return draining
  }

  async function sendAll() {
    let delay = RETRY_DELAY.first
    for (let next = pending.get()[0]; next && !closed && options.isReachable(); next = pending.get()[0]) {
      const result = await options.send(next.command, next.key).then(
        (changes) => ({ changes }),
        (error: unknown) => ({ error }),
      )
      if ('error' in result && !isFinal(result.error)) {
        await sleep((problemOf(result.error)?.retryAfter ?? 0) * 1000 || delay)
        delay = Math.min(delay * 2, RETRY_DELAY.max)
        continue
      }
      await removeStored(next)
      delay = RETRY_DELAY.first
      if ('error' in result) {
        drop(next)
        options.onRejected(next, result.error)
      } else {
        // Apply the result before dropping the command, so that the list never shows the old state in between.
        options.onDone(next, result.changes)
        drop(next)
      }
    }
  }

  const removeStored = ({ key }: Pending) => del(key, store).catch(() => {})

  /** A delay that `wake` cuts short. */
  function sleep(ms: number) {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    add,
    /** Drops the commands that concern only these tasks, and returns their keys. */
    forget: (ids: readonly string[]): string[] => {
      const obsolete = pending
        .get()
        .filter(({ command }) => namedIdsOf(command).every((id) => ids.includes(id)))
      for (const one of obsolete) {
        drop(one)
        void removeStored(one)
      }
      return obsolete.map(({ key }) => key)
    },
    /** Sends the pending commands, if the server is reachable. */
    drain,
    start: async () => {
      await load().catch(() => {})
      await drain()
    },
    close: () => {
      closed = true
      wake?.()
    },
    get: pending.get,
    subscribe: pending.subscribe,
  }
}

/** Stores commands in one transaction, committed at once so that it survives closing the page right afterwards. */
function persist(added: readonly Pending[], store: UseStore): Promise<void> {
  return store('readwrite', (commands) => {
    for (const { key, command } of added) commands.put(command, key)
    commands.transaction.commit()
    return promisifyRequest(commands.transaction)
  })
}

/** Whether sending the command again would fail the same way. */
function isFinal(error: unknown): boolean {
  const problem = problemOf(error)
  // After a 401 the session is over. The commands wait for the next one.
  return !isTransient(error) && !isStillRunning(problem) && problem?.status !== 401
}
