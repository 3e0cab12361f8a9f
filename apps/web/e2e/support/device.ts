import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { appCached } from './locators.ts'
import type { User } from './server/user.ts'

/** Waits until the copy of the tasks on the device has everything that the server has, and the app opens without it. */
export async function allOnDevice(page: Page, user: User): Promise<void> {
  const revision = await user.revision()
  await expect.poll(async () => (await positionOf(page, user))?.revision, { timeout: 20_000 }).toBe(revision)
  await appCached(page)
}

/** The names of the browser's databases that have rows. */
export const databasesWithRows = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const found: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = reject
      })
      for (const table of db.objectStoreNames) {
        const count = await new Promise<number>((resolve, reject) => {
          const counting = db.transaction(table).objectStore(table).count()
          counting.onsuccess = () => resolve(counting.result)
          counting.onerror = reject
        })
        if (count > 0) found.push(name)
      }
      db.close()
    }
    return [...new Set(found)]
  })

const positionOf = (page: Page, { id }: User) =>
  page.evaluate(async (name) => {
    const all = await indexedDB.databases()
    if (!all.some((one) => one.name === name)) return undefined
    return new Promise<{ revision: number } | undefined>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = reject
      opening.onsuccess = () => {
        const reading = opening.result.transaction('position').objectStore('position').get('only')
        reading.onerror = reject
        reading.onsuccess = () => {
          opening.result.close()
          resolve(reading.result?.isComplete ? reading.result : undefined)
        }
      }
    })
  }, `tandem-tasks-${id}`)

/** Changes the copy as if it were of a database that has been restored since, with a task that the server does not have. */
export const spoilCopy = (page: Page, { id }: User, title: string) =>
  page.evaluate(
    async ([name, given]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = reject
      })
      const writing = db.transaction(['tasks', 'position'], 'readwrite')
      const [tasks, position] = [writing.objectStore('tasks'), writing.objectStore('position')]
      position.get('only').onsuccess = ({ target }) => {
        const { result } = target as IDBRequest
        position.put({ ...result, epoch: 'lost' }, 'only')
      }
      tasks.openCursor().onsuccess = ({ target }) => {
        const row = (target as IDBRequest<IDBCursorWithValue>).result.value
        tasks.put({ ...row, id: crypto.randomUUID(), title: given })
      }
      await new Promise((resolve) => {
        writing.oncomplete = resolve
      })
      db.close()
    },
    [`tandem-tasks-${id}`, title] as const,
  )
