import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { ProblemError } from '../api/problem.ts'
import type { Inputs, Outputs } from '../api/trpc.ts'
import type { TaskChange } from '../sync/lists/task-list.ts'
import { testTask } from '../testing/test-task.ts'
import { catchUp } from './catch-up.ts'
import { openStore } from './store.ts'

/** The changes of one user, as the server tells them: of each task only the latest. */
function createServer() {
  const log = new Map<string, { revision: number; change: TaskChange }>()
  const asked: (number | undefined)[] = []
  let revision = 0
  let epoch = 'first'
  const note = (id: string, change: TaskChange) => {
    revision += 1
    log.set(id, { revision, change })
  }
  return {
    asked,
    put: (id: string, title: string) => note(id, { type: 'upsert', task: testTask({ id, title }) }),
    delete: (id: string) => note(id, { type: 'delete', id }),
    /** As a restored database. */
    restore: () => {
      log.clear()
      revision = 0
      epoch = 'second'
    },
    read: async (input: Inputs['task']['changes']): Promise<Outputs['task']['changes']> => {
      const { since = 0, limit = 100, epoch: given = epoch } = input ?? {}
      asked.push(since)
      if (given !== epoch) throw new ProblemError({ status: 410, error: 'RESYNC_REQUIRED', message: '' })
      const newer = [...log.values()].filter((one) => one.revision > since)
      const page = newer.toSorted((a, b) => a.revision - b.revision).slice(0, limit)
      const hasMore = newer.length > page.length
      const to = hasMore ? (page.at(-1)?.revision ?? revision) : revision
      return { changes: page.map(({ change }) => change), revision: to, epoch, hasMore }
    },
  }
}

async function setUp(count: number) {
  const server = createServer()
  for (let i = 0; i < count; i += 1) server.put(`task ${i}`, `${i}`)
  const store = await openStore(crypto.randomUUID())
  const follow = (read = server.read, isClosed = () => false) =>
    catchUp({ store, read, pause: async () => {}, isClosed, onWritten: () => {} })
  const titles = async () => (await store.all()).map(({ title }) => title).toSorted()
  return { server, store, follow, titles }
}

test('a first copy has all tasks, and later only what has changed is asked for', async () => {
  const { server, store, follow, titles } = await setUp(600)
  await follow()
  expect(await titles()).toHaveLength(600)
  expect(await store.position()).toEqual({ revision: 600, epoch: 'first', isComplete: true })
  server.put('task 7', 'changed')
  server.delete('task 8')
  server.asked.length = 0
  await follow()
  expect(server.asked).toEqual([600])
  const after = await titles()
  expect(after).toHaveLength(599)
  expect(after).toContain('changed')
  expect(after).not.toContain('8')
})

test('a copy that was interrupted goes on where it stopped', async () => {
  const { server, store, follow, titles } = await setUp(600)
  await expect(
    follow((input) =>
      input?.since === undefined ? server.read(input) : Promise.reject(new Error('offline')),
    ),
  ).rejects.toThrow('offline')
  expect(await store.position()).toMatchObject({ revision: 250, isComplete: false })
  server.asked.length = 0
  await follow()
  expect(server.asked[0]).toBe(250)
  expect(await titles()).toHaveLength(600)
})

test('after the server’s database was restored, the copy starts over', async () => {
  const { server, store, follow, titles } = await setUp(3)
  await follow()
  server.restore()
  server.put('other', 'From the backup')
  await follow()
  expect(await titles()).toEqual(['From the backup'])
  expect(await store.position()).toMatchObject({ epoch: 'second', revision: 1 })
})

test('changes and position are written together or not at all', async () => {
  const { server, store, follow, titles } = await setUp(3)
  await follow()
  server.put('fits', 'fits')
  const broken: TaskChange = { type: 'upsert', task: { title: 'without an id' } as never }
  const answer = await server.read({ since: 3 })
  await expect(follow(async () => ({ ...answer, changes: [...answer.changes, broken] }))).rejects.toThrow()
  expect(await titles()).toEqual(['0', '1', '2'])
  expect(await store.position()).toMatchObject({ revision: 3 })
})

test('nothing is written once the user has signed out elsewhere, which deletes the database', async () => {
  const server = createServer()
  server.put('secret', 'secret')
  const userId = crypto.randomUUID()
  const store = await openStore(userId)
  await new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(`tandem-tasks-${userId}`)
    deleting.onsuccess = resolve
    deleting.onerror = reject
  })
  const follow = catchUp({
    store,
    read: server.read,
    pause: async () => {},
    isClosed: () => false,
    onWritten: () => {},
  })
  await expect(follow).rejects.toThrow()
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`tandem-tasks-${userId}`)
})
