import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../jobs/define-job.ts'
import { failAfterEnqueue } from '../jobs/testing/fail-after-enqueue.ts'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { testApi } from '../testing/test-api.ts'
import { callsOf } from './calls.ts'
import { createStore } from './store.ts'
import { createNotes, noteTable } from './testing/notes.ts'

const calls = callsOf(createStore(noteTable))
const fields = { body: 'a', rank: null, weight: null, pinnedAt: null }

const tellOwner = defineJob({
  name: 'test-tell-owner',
  payload: z.object({ userId: z.uuid(), id: z.uuid() }),
  run: async () => {},
})

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})

/** A note, and what the builder writes of an action with a job. Each call is of another queue, as those of other processes are. */
async function withAction() {
  const { id: userId, api } = await world.signIn()
  const ctx = { ...world.ctx, user: { id: userId } }
  const { id: taskId } = await api.task.create({ title: 'parent' })
  const { id } = await calls.create(ctx, { taskId, ...fields })
  const key = { taskId, id }
  const change = (queue: string) =>
    world.services.transact(queue, async (tx, run) => {
      const within = { ...ctx, run }
      const before = await calls.lock(within, key)
      const row = await calls.update(within, { ...key, body: 'b' })
      if (row.body !== before.body) await world.services.jobs.enqueue(tx, tellOwner, { userId, id })
      return row
    })
  return { ctx, api, key, taskId, change }
}

const reports = () => runJobs(world.services, [tellOwner])

test('of many at once that lock a row, one finds that it changes it', async () => {
  const { change } = await withAction()
  await Promise.all(['a', 'b', 'c', 'd'].map(change))
  expect(await reports()).toMatchObject([{ outcome: 'done' }])
})

test('what follows is rolled back with the change, and the change with it', async () => {
  const { ctx, key, change } = await withAction()
  const restore = failAfterEnqueue(world.services)
  await expect(change('a')).rejects.toThrow('rolled back')
  restore()
  expect(await reports()).toEqual([])
  expect(await calls.get(ctx, key)).toMatchObject({ body: 'a', version: 1 })
})

test('a row that is not there, or is below another parent or of another owner, is not locked', async () => {
  const { ctx, api, key, taskId } = await withAction()
  const stranger = { ...ctx, user: { id: (await world.signIn()).id } }
  const other = await api.task.create({ title: 'other' })
  const missing = { code: 'NOT_FOUND' }
  await expect(calls.lock(stranger, key)).rejects.toMatchObject(missing)
  await expect(calls.lock(ctx, { ...key, taskId: other.id })).rejects.toMatchObject(missing)
  await api.task.delete({ id: taskId })
  await expect(calls.lock(ctx, key)).rejects.toMatchObject(missing)
})
