import { createStore, del, entries, promisifyRequest, type UseStore } from 'idb-keyval'
import { v7 as uuidv7 } from 'uuid'
import { isPassing, problemOf } from '../api/problem.ts'
import { createObservable } from '../observable.ts'
import { type Command, idsOf } from './command.ts'
import type { TaskChange } from './task-list.ts'

/** A command that the server has not answered yet. Its key sorts by age, and makes it happen once. */
export interface Pending {
  key: string
  command: Command
}

interface OutboxOptions {
  userId: string
  send: (command: Command, key: string) => Promise<TaskChange[]>
  /** Whether it is worth to try. */
  isReachable: () => boolean
  onDone: (pending: Pending, changes: TaskChange[]) => void
  onRefused: (pending: Pending, error: unknown) => void
}

/** Milliseconds before a command that found no answer is sent again. */
const RETRY = { first: 500, longest: 30_000 }

/**
 * Commands in the order they were given, sent one after another, and kept in the browser's database until they are
 * answered: closing the page, losing the network or the server loses none. Every command carries its idempotency key, so
 * that whatever is sent again, by whichever tab, happens once.
 */
export function createOutbox(options: OutboxOptions) {
  const store = createStore(`tandem-outbox-${options.userId}`, 'commands')
  const pending = createObservable<readonly Pending[]>([])
  let draining: Promise<void> | undefined
  let wake: (() => void) | undefined
  let closed = false

  const drop = (done: Pending) => pending.set(pending.get().filter((one) => one !== done))

  /** What an earlier visit, or another tab that was closed, has left. */
  async function load() {
    const kept = await entries<string, Command>(store)
    const known = new Set(pending.get().map(({ key }) => key))
    const found = kept.filter(([key]) => !known.has(key)).map(([key, command]) => ({ key, command }))
    if (found.length === 0) return
    pending.set([...pending.get(), ...found].toSorted((a, b) => (a.key < b.key ? -1 : 1)))
  }

  function add(commands: readonly Command[]): Pending[] {
    const added = commands.map((command) => ({ key: uuidv7(), command }))
    pending.set([...pending.get(), ...added])
    // Kept before it is sent; where the browser keeps nothing (private windows), it lives as long as the page.
    void keep(added, store)
      .catch(() => {})
      .then(drain)
    return added
  }

  function drain(): Promise<void> {
    wake?.()
    // One tab at a time, so that the order is kept.
    draining ??= navigator.locks.request(`tandem-outbox-${options.userId}`, sendAll).finally(() => {
      draining = undefined
      if (pending.get().length > 0 && !closed && options.isReachable()) void drain()
    })
    return draining
  }

  async function sendAll() {
    let wait = RETRY.first
    for (let next = pending.get()[0]; next && !closed && options.isReachable(); next = pending.get()[0]) {
      const answer = await options.send(next.command, next.key).then(
        (changes) => ({ changes }),
        (error: unknown) => ({ error }),
      )
      if ('error' in answer && !isFinal(answer.error)) {
        await sleep((problemOf(answer.error)?.retryAfter ?? 0) * 1000 || wait)
        wait = Math.min(wait * 2, RETRY.longest)
        continue
      }
      await settle(next)
      wait = RETRY.first
      if ('error' in answer) {
        drop(next)
        options.onRefused(next, answer.error)
      } else {
        // In this order: what was foreseen gives way to what is.
        options.onDone(next, answer.changes)
        drop(next)
      }
    }
  }

  const settle = ({ key }: Pending) => del(key, store).catch(() => {})

  /** Waits, but not on when there is a reason to try at once. */
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
    /** Gives up what is about these tasks alone. */
    forget: (ids: readonly string[]) => {
      const moot = pending.get().filter(({ command }) => idsOf(command).every((id) => ids.includes(id)))
      for (const one of moot) {
        drop(one)
        void settle(one)
      }
    },
    /** Sends what there is, if the server can be reached. */
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

/** In one go, without waiting for an answer in between: it is kept even if the page is closed the instant after. */
function keep(added: readonly Pending[], store: UseStore): Promise<void> {
  return store('readwrite', (commands) => {
    for (const { key, command } of added) commands.put(command, key)
    commands.transaction.commit()
    return promisifyRequest(commands.transaction)
  })
}

/** Whether an answer will be no other if it is asked for again. */
function isFinal(error: unknown): boolean {
  const problem = problemOf(error)
  // The same command, sent before, has not ended: its answer will be there in a moment.
  const isStillRunning = problem?.status === 409 && problem.message.includes('still running')
  // The session has ended: what is left waits for the next one.
  return !isPassing(error) && !isStillRunning && problem?.status !== 401
}
