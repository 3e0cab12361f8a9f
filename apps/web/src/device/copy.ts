import type { QueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { connection } from '../api/connection.ts'
import { problemOf } from '../api/problem.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { isLeaving } from '../session/session.ts'
import type { TaskPage } from '../sync/lists/task-list.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'
import { keepAnswers } from './answers.ts'
import { catchUp } from './catch-up.ts'
import { listTasks } from './list-tasks.ts'
import { createMemory } from './memory.ts'
import { copyName } from './names.ts'
import { openStore } from './store.ts'

/** How long after a change the copy follows it, with all others until then, in ms. */
const DELAY_MS = 500

/** How long to wait after a failure, unless the server says so, in ms. */
const RETRY_MS = 30_000

/** When the page has nothing else to do. Safari has no `requestIdleCallback`. */
const idle = () =>
  new Promise<unknown>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: 1_000 })
    else setTimeout(resolve, 50)
  })

/** Keeps a user's tasks on this device, and answers from there what cannot be asked of the server. */
export async function openCopy(userId: string, queries: QueryClient) {
  const store = await openStore(userId)
  const memory = createMemory(store)
  const stopAnswers = keepAnswers(queries, store)
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const isOnline = () => connection.get() === 'online'
  // After signing out, a request would be refused.
  const mayAsk = () => !isClosed && isOnline() && !isLeaving()

  const follow = () =>
    // Several pages would ask for the same changes, and an older one could be written last.
    oneAtATime(copyName(userId), () =>
      catchUp({
        store,
        read: (input) => client.task.changes.query(input),
        pause: idle,
        isClosed: () => !mayAsk(),
        onWritten: memory.apply,
      }),
    )

  /** Follows the server then, and not before. */
  function followIn(ms: number): void {
    clearTimeout(timer)
    if (isClosed) return
    timer = setTimeout(async () => {
      timer = undefined
      await idle()
      if (!mayAsk()) return
      await follow().catch((error) => followIn((problemOf(error)?.retryAfter ?? 0) * 1_000 || RETRY_MS))
    }, ms)
  }
  const unsubscribe = connection.subscribe(() => followIn(DELAY_MS))
  followIn(0)

  return {
    /** Tasks have changed on the server. */
    changed: () => {
      if (timer === undefined) followIn(DELAY_MS)
    },
    /** One page of a list, from the copy. Throws if there is none, or a part only while the server can be asked. */
    list: async (filters: TaskFilters, offset: number): Promise<TaskPage> => {
      const { tasks, isComplete } = await memory.read()
      if (!isComplete && (isOnline() || tasks.length === 0)) throw new Error('the copy is not complete')
      return listTasks(tasks, filters, offset)
    },
    /** All tasks that are here, in no order. */
    all: async () => (await memory.read()).tasks,
    task: (id: string) => store.task(id),
    close: () => {
      isClosed = true
      clearTimeout(timer)
      unsubscribe()
      stopAnswers()
      store.close()
    },
  }
}

export type Copy = Awaited<ReturnType<typeof openCopy>>
