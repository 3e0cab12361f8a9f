import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { listJobs } from '../jobs/list.ts'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { enqueueNextRuns, enqueueStartRuns } from '../jobs/workers/schedule.ts'
import { testApi } from '../testing/test-api.ts'
import { findStrayFiles, removeDeletedFiles, removeStrayFiles } from './jobs.ts'

/** Bytes of a user that belong to nothing, and a file of theirs. */
async function strayOf({ services, signIn }: Awaited<ReturnType<typeof testApi>>) {
  const ada = await signIn()
  const { id: taskId } = await ada.api.task.create({ title: 'with a file' })
  const { id } = await ada.api.file.upload({ taskId, file: new File(['kept'], 'a.txt') })
  const stray = `${ada.id}/${uuidv7()}`
  await services.files.store.put(stray, new Blob(['x']))
  return { kept: `${ada.id}/${id}`, stray }
}

test('after a start, bytes that belong to nothing go at the second look, and no sooner than 30 seconds later', async () => {
  const api = await testApi()
  const { services, db } = api
  const { store } = services.files
  const { kept, stray } = await strayOf(api)
  const began = new Date()
  await enqueueStartRuns(db, [findStrayFiles], began)
  const [first] = await listJobs(db, { state: 'waiting' })
  const wait = (first?.startAfter.getTime() ?? 0) - began.getTime()
  expect(wait).toBeGreaterThanOrEqual(5_000)
  // With the second look and the time of both it is less than a minute.
  expect(wait).toBeLessThanOrEqual(15_000)

  // The first look runs at the time of the database.
  const looking = { ...services, clock: () => began }
  expect(await runJobs(looking, [findStrayFiles], { early: true })).toMatchObject([{ outcome: 'done' }])
  expect(await store.has(stray)).toBe(true)
  expect(await runJobs(services, [removeStrayFiles])).toEqual([])
  const [second] = await listJobs(db, { state: 'waiting' })
  expect(second?.startAfter.getTime()).toBe(began.getTime() + 30_000)

  const swept: object[] = []
  const telling = {
    ...services,
    files: { ...services.files, onSwept: (removed: object) => swept.push(removed) },
  }
  expect(await runJobs(telling, [removeStrayFiles], { early: true })).toMatchObject([{ outcome: 'done' }])
  expect([await store.has(stray), await store.has(kept)]).toEqual([false, true])
  expect(swept).toEqual([{ bytes: 1, rows: 0 }])
})

test('processes that start together sweep once', async () => {
  const { db } = await testApi()
  await db.$executeRaw`DELETE FROM pgboss.job`
  const now = new Date('2026-06-15T12:00:01Z')
  for (const later of [0, 1_000, 3_999])
    await enqueueStartRuns(db, [findStrayFiles], new Date(now.getTime() + later))
  expect(await listJobs(db)).toHaveLength(1)
  // One that starts later may have left something behind that the sweep of the others did not see.
  await enqueueStartRuns(db, [findStrayFiles], new Date(now.getTime() + 10_000))
  expect(await listJobs(db)).toHaveLength(2)
  // What has no run of its own at the start gets none.
  await enqueueStartRuns(db, [removeDeletedFiles, removeStrayFiles], now)
  expect(await listJobs(db)).toHaveLength(2)
})

test('the bytes of a file that could not be deleted with its row are deleted within a minute', async () => {
  const api = await testApi()
  const { services, db } = api
  const { kept } = await strayOf(api)
  // As the trigger leaves it where the process died before the bytes were gone.
  const [userId = '', id = ''] = kept.split('/')
  await db.file.deleteMany({ where: { id } })
  expect(await db.fileRemoval.findMany({ where: { userId }, select: { key: true } })).toEqual([{ key: kept }])
  await db.$executeRaw`DELETE FROM pgboss.job`
  const now = new Date()
  await enqueueNextRuns(db, [removeDeletedFiles], now)
  const [next] = await listJobs(db)
  expect((next?.startAfter.getTime() ?? 0) - now.getTime()).toBeLessThanOrEqual(60_000)
  expect(await services.files.store.has(kept)).toBe(true)
  await runJobs(services, [removeDeletedFiles], { early: true })
  expect(await services.files.store.has(kept)).toBe(false)
  expect(await db.fileRemoval.count()).toBe(0)
})

test('a sweep that is to end looks no further', async () => {
  const api = await testApi()
  await strayOf(api)
  const { services, db } = api
  const ctx = {
    ...services,
    id: uuidv7(),
    attempt: 1,
    signal: AbortSignal.abort(new Error('the server stops')),
  }
  await db.$executeRaw`DELETE FROM pgboss.job`
  await expect(findStrayFiles.run({}, ctx)).rejects.toThrow('the server stops')
  expect(await listJobs(db)).toEqual([])
})
