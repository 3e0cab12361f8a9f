import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { callsOf, listCallOf } from './calls.ts'
import { filtersOf } from './list/filters.ts'
import { createList } from './list/list.ts'
import { createStore } from './store.ts'
import { createNotes, noteTable } from './testing/notes.ts'

const calls = callsOf(createStore(noteTable))
const list = listCallOf(
  createList(noteTable, { filters: filtersOf(noteTable, { equalTo: ['rank', 'body'] }) }),
)
const page = { sort: [{ field: 'createdAt' as const, direction: 'asc' as const }], limit: 20 }
const fields = (body: string, rank: number | null = null) => ({ body, rank, weight: null, pinnedAt: null })

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})

/** A user as the context of a procedure has one, and a task of theirs. */
async function withTask() {
  const { id, api } = await world.signIn()
  const { id: taskId } = await api.task.create({ title: 'parent' })
  const ctx = { ...world.ctx, user: { id } }
  return { ctx, taskId }
}

test('a row is created under an id of its own, or under the one given', async () => {
  const { ctx, taskId } = await withTask()
  const made = await calls.create(ctx, { taskId, ...fields('a') })
  expect(made).toMatchObject({ taskId, body: 'a', version: 1 })
  expect(await calls.get(ctx, made)).toEqual(made)
  const id = uuidv7()
  expect(await calls.create(ctx, { taskId, id, ...fields('b') })).toMatchObject({ id })
})

test('a write keeps to the version, and leaves the fields that are undefined', async () => {
  const { ctx, taskId } = await withTask()
  const { id } = await calls.create(ctx, { taskId, ...fields('a', 1) })
  const key = { taskId, id }
  expect(await calls.update(ctx, { ...key, body: 'b', rank: undefined })).toMatchObject({
    body: 'b',
    rank: 1,
  })
  expect(await calls.replace(ctx, { ...key, ...fields('c') })).toMatchObject({ body: 'c', rank: null })
  const refused = { code: 'PRECONDITION_FAILED' }
  await expect(calls.update(ctx, { ...key, ifVersion: 99, body: 'x' })).rejects.toMatchObject(refused)
  await expect(calls.replace(ctx, { ...key, ifVersion: 99, ...fields('x') })).rejects.toMatchObject(refused)
  await expect(calls.delete(ctx, { ...key, ifVersion: 99 })).rejects.toMatchObject(refused)
  expect(await calls.get(ctx, key)).toMatchObject({ body: 'c' })
  await calls.delete(ctx, key)
  await expect(calls.get(ctx, key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the owner is the caller, even if the input names another', async () => {
  const [ada, bob] = [await withTask(), await withTask()]
  const { id } = await calls.create(bob.ctx, { taskId: bob.taskId, ...fields('secret') })
  const input = { taskId: bob.taskId, id, userId: bob.ctx.user.id }
  await expect(calls.get(ada.ctx, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(calls.delete(ada.ctx, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await calls.get(bob.ctx, input)).toMatchObject({ body: 'secret' })
})

test('a list has the rows that are equal in every field asked for, to one value or to any of several', async () => {
  const { ctx, taskId } = await withTask()
  for (const [body, rank] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', null],
  ] as const)
    await calls.create(ctx, { taskId, ...fields(body, rank) })
  const ranks = async (filter: { rank?: number | number[]; body?: string | string[] }) =>
    (await list(ctx, { ...page, taskId, ...filter })).data.map(({ rank }) => rank)
  expect(await ranks({})).toEqual([1, 2, 3, null])
  expect(await ranks({ body: 'a' })).toEqual([1, 3])
  expect(await ranks({ body: ['b', 'c'] })).toEqual([2, null])
  expect(await ranks({ body: ['a', 'b'], rank: [2, 3] })).toEqual([2, 3])
  expect(await ranks({ rank: 9 })).toEqual([])
})
