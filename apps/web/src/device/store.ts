import { type DBSchema, openDB } from 'idb'
import { NEW_TASK, type Task } from '../api/trpc.ts'
import type { TaskChange } from '../sync/lists/task-list.ts'
import { copyName } from './names.ts'

/** How far the copy is. */
export interface Position {
  /** All changes up to this revision are in the copy. It counts in the epoch. */
  revision: number
  epoch: string
  /** Only while a first copy is made: the server wants it back. */
  begunAt?: number | undefined
  /** Whether the copy has everything that the server had then. */
  isComplete: boolean
}

/** The last answer to a query, and when it came, in ms since the epoch. */
export interface Answer {
  data: unknown
  at: number
}

interface Tables extends DBSchema {
  tasks: { key: string; value: Task }
  answers: { key: string; value: Answer }
  position: { key: typeof ONLY; value: Position & { fields: string } }
}

/** To be raised when older answers would break newer code. Everything is fetched again then. */
const VERSION = 1
const ONLY = 'only'
/** A copy without a field that tasks have got since is started over. */
const FIELDS = Object.keys(NEW_TASK).join()

/** How many tasks are read at once. The page stays responsive in between. */
const CHUNK = 500

/** The tables of one user's copy in the browser's database. Every task is a row of its own. */
export async function openStore(userId: string) {
  const db = await openDB<Tables>(copyName(userId), VERSION, {
    upgrade: (created) => {
      for (const name of [...created.objectStoreNames]) created.deleteObjectStore(name)
      created.createObjectStore('tasks', { keyPath: 'id' })
      created.createObjectStore('answers')
      created.createObjectStore('position')
    },
    // The user has signed out, or another page needs a newer version. Nothing may be written after that.
    blocking: () => db.close(),
  })

  async function position(): Promise<Position | undefined> {
    const stored = await db.get('position', ONLY)
    if (stored?.fields !== FIELDS) return undefined
    const { fields: _, ...found } = stored
    return found
  }

  /** Applies changes and notes how far the copy is then: both or neither. */
  async function write(changes: readonly TaskChange[], to: Position): Promise<void> {
    const writing = db.transaction(['tasks', 'position'], 'readwrite')
    const requests: Promise<unknown>[] = []
    const request = (one: Promise<unknown>) => {
      // The failure of one is told for all.
      one.catch(() => {})
      requests.push(one)
    }
    request(writing.done)
    const tasks = writing.objectStore('tasks')
    try {
      for (const change of changes) {
        request(change.type === 'upsert' ? tasks.put(change.task) : tasks.delete(change.id))
      }
      request(writing.objectStore('position').put({ ...to, fields: FIELDS }, ONLY))
    } catch (error) {
      // A value that cannot be stored would leave those before it.
      writing.abort()
      throw error
    }
    await Promise.all(requests)
  }

  async function all(): Promise<Task[]> {
    const tasks: Task[] = []
    let rest: IDBKeyRange | undefined
    for (;;) {
      const some = await db.getAll('tasks', rest, CHUNK)
      tasks.push(...some)
      const last = some.at(-1)
      if (!last || some.length < CHUNK) return tasks
      rest = IDBKeyRange.lowerBound(last.id, true)
    }
  }

  /** Empties the copy of tasks. Answers stay: they are asked for again by themselves. */
  async function startOver(): Promise<void> {
    const emptying = db.transaction(['tasks', 'position'], 'readwrite')
    await Promise.all([
      emptying.objectStore('tasks').clear(),
      emptying.objectStore('position').clear(),
      emptying.done,
    ])
  }

  /** Removes answers that came before an instant. */
  async function removeAnswers(before: number): Promise<void> {
    const removing = db.transaction('answers', 'readwrite')
    for (let row = await removing.store.openCursor(); row; row = await row.continue()) {
      if (row.value.at < before) await row.delete()
    }
    await removing.done
  }

  return {
    position,
    write,
    startOver,
    all,
    task: (id: string) => db.get('tasks', id),
    answer: (key: string) => db.get('answers', key),
    keepAnswer: (key: string, answer: Answer) => db.put('answers', answer, key),
    removeAnswers,
    close: () => db.close(),
  }
}

export type Store = Awaited<ReturnType<typeof openStore>>
