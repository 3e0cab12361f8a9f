import type { Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { exportOf } from './export.ts'
import { createCursorList, createList } from './list/list.ts'
import type { Key } from './store.ts'
import { createStore } from './store.ts'
import { createNotes, noteTable } from './testing/notes.ts'

const store = createStore(noteTable)
const list = createList(noteTable)
const cursorList = createCursorList(noteTable)

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})

/** A user with a task, and the key of a new note under it. */
async function withTask() {
  const { id: userId, api } = await world.signIn()
  const { id: taskId } = await api.task.create({ title: 'parent' })
  const key = (): Key<'userId' | 'taskId'> => ({ userId, taskId, id: uuidv7() })
  return { userId, taskId, api, key }
}

const fields = (body: string) => ({ body, rank: null, weight: null, pinnedAt: null })
const query = { sort: [{ field: 'createdAt', direction: 'asc' as const }], limit: 20 }
const now = new Date()
const ctxOf = (run: Run) => ({ ...world.ctx, run })

const RUNS: [string, (work: (run: Run) => Promise<void>) => Promise<void>][] = [
  ['the pool', (work) => work(world.services.run)],
  ['a transaction', (work) => world.services.transact('any', (_tx, run) => work(run))],
]

describe.each(RUNS)('a nested row, over %s', (_, within) => {
  test('is created, read, written and removed under its parent', async () => {
    const { key } = await withTask()
    await within(async (run) => {
      const at = key()
      const pinnedAt = new Date('2026-06-15T12:00:00.120Z')
      const made = await store.create(run, at, { body: 'a', rank: 3, weight: '1.500000', pinnedAt })
      expect(made).toMatchObject({ id: at.id, taskId: at.taskId, body: 'a', rank: 3, version: 1 })
      expect(made).toMatchObject({ weight: '1.5', pinnedAt: '2026-06-15T12:00:00.120Z' })
      expect(Object.keys(made)).not.toContain('userId')
      expect(await store.get(run, at)).toEqual(made)
      expect(await store.write(run, at, 1, { body: 'b' })).toMatchObject({ body: 'b', rank: 3 })
      expect(await store.write(run, at, undefined, {})).toMatchObject({ body: 'b' })
      await store.remove(run, at, undefined)
      await expect(store.get(run, at)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no such note',
      })
    })
  })

  test('is not there under a parent that is missing, or is another of the same user', async () => {
    const { key, api, userId } = await withTask()
    const { id: otherTask } = await api.task.create({ title: 'other' })
    const at = key()
    await store.create(world.services.run, at, fields('a'))
    await within(async (run) => {
      for (const taskId of [uuidv7(), otherTask]) {
        const wrong = { ...at, taskId }
        await expect(store.get(run, wrong)).rejects.toMatchObject({ code: 'NOT_FOUND' })
        await expect(store.write(run, wrong, undefined, { body: 'x' })).rejects.toMatchObject({
          code: 'NOT_FOUND',
        })
        await expect(store.remove(run, wrong, undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      }
      const missing = { userId, taskId: uuidv7(), id: uuidv7() }
      const noTask = { code: 'NOT_FOUND', message: 'There is no such task' }
      await expect(store.create(run, missing, fields('x'))).rejects.toMatchObject(noTask)
      await expect(list(ctxOf(run), missing, query, now)).rejects.toMatchObject(noTask)
      await expect(cursorList(ctxOf(run), missing, query, now)).rejects.toMatchObject(noTask)
    })
    expect((await store.get(world.services.run, at)).body).toBe('a')
  })

  test("is not there under another user's parent", async () => {
    const [ada, bob] = [await withTask(), await withTask()]
    const at = ada.key()
    await store.create(world.services.run, at, fields('a'))
    await within(async (run) => {
      await expect(store.get(run, { ...at, userId: bob.userId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const stolen = { ...at, userId: bob.userId, id: uuidv7() }
      await expect(store.create(run, stolen, fields('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
})

test('many rows that are created and read at once under several parents are told apart', async () => {
  const [ada, bob] = [await withTask(), await withTask()]
  const keys = Array.from({ length: 30 }, (_, i) => (i % 2 ? ada : bob).key())
  const missing = { ...ada.key(), taskId: uuidv7() }
  const { run, writesOf } = world.ctx
  const made = await Promise.allSettled(
    [...keys, missing].map((key, i) => store.create(writesOf(key.userId), key, fields(`${i}`))),
  )
  expect(made.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND' } })
  const read = await Promise.all([...keys, missing].map((key) => store.find(run, key)))
  expect(read.map((row) => row?.body)).toEqual([...keys.map((_, i) => `${i}`), undefined])
})

test('rows are unreachable while their parent lies in the trash, and come back with it', async () => {
  const { api, key, taskId } = await withTask()
  const { run } = world.ctx
  const at = key()
  await store.create(run, at, fields('kept'))
  await api.task.delete({ id: taskId })
  await expect(store.get(run, at)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(store.create(run, key(), fields('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(list(ctxOf(run), at, query, now)).rejects.toMatchObject({ message: 'There is no such task' })
  await api.task.restore({ id: taskId })
  expect((await store.get(run, at)).body).toBe('kept')
})

test('a list holds the rows of its parent, by offset with the total and after a cursor', async () => {
  const { api, key, userId } = await withTask()
  const { run } = world.ctx
  const other = { userId, taskId: (await api.task.create({ title: 'other' })).id, id: uuidv7() }
  await store.create(run, other, fields('elsewhere'))
  const keys = [key(), key(), key(), key(), key()]
  const ranks = [3, null, 1, null, 2]
  for (const [i, at] of keys.entries())
    await store.create(run, at, { ...fields(`${i}`), rank: ranks[i] ?? null })
  const [first] = keys as [Key<'userId' | 'taskId'>]
  const { page } = await list(ctxOf(run), first, { ...query, limit: 2 }, now)
  expect(page.data.map(({ body }) => body)).toEqual(['0', '1'])
  expect(page.page).toMatchObject({ totalCount: 5, hasMore: true })

  for (const [direction, expected] of [
    ['asc', [1, 2, 3, null, null]],
    ['desc', [3, 2, 1, null, null]],
  ] as const) {
    const sort = [{ field: 'rank', direction }]
    const found: (number | null)[] = []
    for (let cursor: string | undefined; ; ) {
      const next = await cursorList(ctxOf(run), first, { sort, limit: 2, ...(cursor && { cursor }) }, now)
      found.push(...next.page.data.map(({ rank }) => rank))
      expect(next.page.page).not.toHaveProperty('totalCount')
      cursor = next.page.page.nextCursor ?? undefined
      if (cursor === undefined) break
    }
    expect(found).toEqual(expected)
  }
})

test('a unique field that is taken is a conflict that names the field, and an id that is taken one that names the id', async () => {
  const { key } = await withTask()
  const { run } = world.ctx
  const at = key()
  await store.create(run, at, { ...fields('a'), rank: 1 })
  await expect(store.create(run, key(), { ...fields('b'), rank: 1 })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'You have a note with this rank already',
  })
  await expect(store.create(run, at, fields('b'))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'You have a note with this id already',
  })
  await expect(
    world.services.transact('any', (_tx, run) => store.create(run, key(), { ...fields('b'), rank: 1 })),
  ).rejects.toMatchObject({ message: 'You have a note with this rank already' })
})

test('the export of a user reads every row, under whatever parent', async () => {
  const { api, key, userId } = await withTask()
  const { run } = world.ctx
  const { id: taskId } = await api.task.create({ title: 'other' })
  await store.create(run, key(), fields('a'))
  await store.create(run, { ...key(), taskId }, fields('b'))
  expect((await exportOf(noteTable)(run, userId)).map(({ body }) => body)).toEqual(['a', 'b'])
})

test('a row that is restored between the two statements of a write is written, and no version is missed', async () => {
  const { key } = await withTask()
  const at = key()
  await store.create(world.services.run, at, fields('a'))
  let isHidden = true
  // As if the row had been in the trash when the write looked for it, and only then.
  const run: Run = (statement, values) => {
    if (!isHidden || !/^(UPDATE|DELETE)/.test(statement.text)) return world.services.run(statement, values)
    isHidden = false
    return Promise.resolve([])
  }
  expect(await store.write(run, at, undefined, { body: 'b' })).toMatchObject({ body: 'b' })
  isHidden = true
  await store.remove(run, at, undefined)
  await expect(store.get(run, at)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
