import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { taskCalls } from '../task/store.ts'
import { refusal, testApi } from '../testing/test-api.ts'
import { callsOf } from './calls.ts'
import { createStore } from './store.ts'
import { book, bookTable, createBooks } from './testing/books.ts'
import { canReferToShared, createItems, item, itemTable, pins, shelfTable } from './testing/items.ts'

const items = callsOf(createStore(itemTable))
const shelves = callsOf(createStore(shelfTable))
const books = callsOf(createStore(bookTable))

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
  await createItems(world)
})

async function owner() {
  const { id, api } = await world.signIn()
  const ctx = { ...world.services, user: { id } }
  return {
    id,
    api,
    ctx,
    shelf: async () => (await shelves.create(ctx, { name: uuidv7() })).id,
    /** The item as it is now. */
    read: (itemId: string) => items.get(ctx, { id: itemId }),
  }
}
type Owner = Awaited<ReturnType<typeof owner>>

const RUNS: [string, <T>(ctx: Owner['ctx'], work: (ctx: Owner['ctx']) => Promise<T>) => Promise<T>][] = [
  ['the pool', (ctx, work) => work(ctx)],
  ['a commit with others', (ctx, work) => work({ ...ctx, run: world.services.writesOf(ctx.user.id) })],
  ['a transaction', (ctx, work) => world.services.transact('any', (_tx, run) => work({ ...ctx, run }))],
]

describe.each(RUNS)('over %s', (_, within) => {
  test('a row is related to rows of its owner and to shared ones', async () => {
    const ada = await owner()
    const { id: bookId } = await books.create(world.services, book('a'))
    const { id: taskId } = await ada.api.task.create({ title: 'a' })
    const related = { ...item, shelfId: await ada.shelf(), taskId, bookId, keeperId: ada.id }
    const made = await within(ada.ctx, (ctx) => items.create(ctx, related))
    expect(made).toMatchObject(related)
    const other = { shelfId: null, roomId: await ada.shelf(), boxId: made.id }
    expect(await within(ada.ctx, (ctx) => items.update(ctx, { id: made.id, ...other }))).toMatchObject(other)
  })

  test.each([
    ['shelfId', 'there is no such shelf'],
    ['roomId', 'there is no such shelf'],
    ['boxId', 'there is no such item'],
    ['taskId', 'there is no such task'],
    ...(canReferToShared ? ([['bookId', 'there is no such book']] as const) : []),
    ['keeperId', 'there is no such user'],
  ] as const)("%s that is missing, or somebody else's, is a mistake in the input", async (field, message) => {
    const [ada, bob] = [await owner(), await owner()]
    const theirs = {
      shelfId: await bob.shelf(),
      roomId: await bob.shelf(),
      boxId: (await items.create(bob.ctx, item)).id,
      taskId: (await bob.api.task.create({ title: 'a' })).id,
      bookId: uuidv7(),
      keeperId: bob.id,
    }
    const { id } = await items.create(ada.ctx, item)
    for (const value of [theirs[field], uuidv7()]) {
      for (const call of [
        (ctx: Owner['ctx']) => items.create(ctx, { ...item, [field]: value }),
        (ctx: Owner['ctx']) => items.replace(ctx, { id, ...item, [field]: value }),
        (ctx: Owner['ctx']) => items.update(ctx, { id, ...item, shelfId: undefined, [field]: value }),
      ]) {
        expect(await refusal(within(ada.ctx, call))).toMatchObject({
          status: 422,
          issues: [{ path: [field], message }],
        })
      }
    }
    expect(await ada.read(id)).toMatchObject({ ...item, version: 1 })
  })

  test('what becomes of a row follows from the relation to the one that is deleted', async () => {
    const ada = await owner()
    const [shelfId, roomId, lockId] = [await ada.shelf(), await ada.shelf(), await ada.shelf()]
    const unset = await items.create(ada.ctx, { ...item, shelfId, name: 'kept' })
    const gone = await items.create(ada.ctx, { ...item, roomId })
    const inside = await items.create(ada.ctx, { ...item, boxId: gone.id })
    const locked = await items.create(ada.ctx, { ...item, lockId })
    const remove = (id: string) => within(ada.ctx, (ctx) => shelves.delete(ctx, { id }))
    await remove(shelfId)
    expect(await ada.read(unset.id)).toMatchObject({ shelfId: null, name: 'kept', version: 2 })
    await remove(roomId)
    for (const { id } of [gone, inside])
      await expect(ada.read(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusal(remove(lockId))).toMatchObject({
      status: 409,
      message: 'The shelf cannot be deleted while test items refer to it',
    })
    await items.update(ada.ctx, { id: locked.id, lockId: null })
    await remove(lockId)
  })
})

test('many writes at once fail by themselves where their relation does', async () => {
  const ada = await owner()
  const shelfId = await ada.shelf()
  const ctx = { ...ada.ctx, run: world.services.writesOf(ada.id) }
  const made = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => items.create(ctx, { ...item, shelfId: i % 5 ? shelfId : uuidv7() })),
  )
  expect(made.map(({ status }) => status)).toEqual(made.map((_, i) => (i % 5 ? 'fulfilled' : 'rejected')))
})

test('a task that goes to the trash is lost to what relates to it, and does not come back with a restore', async () => {
  const ada = await owner()
  const { id: taskId } = await ada.api.task.create({ title: 'a' })
  const { id } = await items.create(ada.ctx, { ...item, taskId })
  await ada.api.task.delete({ id: taskId })
  expect(await ada.read(id)).toMatchObject({ taskId: null, version: 2 })
  expect(await refusal(items.update(ada.ctx, { id, taskId }))).toMatchObject({ status: 422 })
  await ada.api.task.restore({ id: taskId })
  expect(await ada.read(id)).toMatchObject({ taskId: null })
  expect(await items.update(ada.ctx, { id, taskId })).toMatchObject({ taskId })
})

test('a task that rows must not lose cannot go to the trash', async () => {
  await world.createTables(
    `CREATE TABLE test_pins (user_id uuid, task_id uuid, PRIMARY KEY (user_id, task_id));
     ALTER TABLE test_pins ADD CONSTRAINT test_pins_user_id_fkey FOREIGN KEY (user_id) REFERENCES revisions (user_id) ON DELETE CASCADE;
     ALTER TABLE test_pins ADD CONSTRAINT test_pins_user_id_task_id_fkey FOREIGN KEY (user_id, task_id)
       REFERENCES tasks (user_id, id) ON DELETE RESTRICT`,
    [pins],
  )
  const ada = await owner()
  const { id } = await ada.api.task.create({ title: 'a' })
  await world.db.$executeRaw`INSERT INTO test_pins VALUES (${ada.id}::uuid, ${id}::uuid)`
  const message = 'The task cannot be deleted while test pins refer to it'
  expect(await refusal(ada.api.task.delete({ id }))).toMatchObject({ status: 409, message })
  expect(await refusal(ada.api.task.bulk({ operations: [{ type: 'delete', id }] }))).toMatchObject({
    status: 409,
    issues: [{ message }],
  })
  expect(await taskCalls.get(ada.ctx, { id })).toMatchObject({ version: 1 })
  await ada.api.user.delete()
  expect(await world.db.$queryRaw`SELECT FROM test_pins`).toEqual([])
})

test('an account is deleted whatever its rows refer to', async () => {
  const ada = await owner()
  const [shelfId, lockId] = [await ada.shelf(), await ada.shelf()]
  const { id: boxId } = await items.create(ada.ctx, { ...item, lockId, keeperId: ada.id })
  const { id: taskId } = await ada.api.task.create({ title: 'a' })
  await items.create(ada.ctx, { ...item, shelfId, lockId, boxId, taskId })
  await ada.api.user.delete()
  const rows = await world.db.$queryRaw`
    SELECT id FROM test_items WHERE user_id = ${ada.id}::uuid
    UNION ALL SELECT id FROM test_shelves WHERE user_id = ${ada.id}::uuid`
  expect(rows).toEqual([])
})

test.each([
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['дом', 'ДОМ'],
  ['Cafe\u0301', 'caf\u00e9'],
])('%s is taken as %s is, by the same user alone', async (first, second) => {
  const [ada, bob] = [await owner(), await owner()]
  const { id } = await shelves.create(ada.ctx, { name: first })
  expect(await refusal(shelves.create(ada.ctx, { name: second }))).toMatchObject({
    status: 409,
    message: 'You have a shelf with this name already',
  })
  await shelves.create(bob.ctx, { name: second })
  expect(await shelves.update(ada.ctx, { id, name: second })).toMatchObject({ name: second })
})

test('a field without a value never conflicts, and texts that differ in more than case do not', async () => {
  const ada = await owner()
  for (const name of [null, null, 'a', 'á', 'a ', 'あ', 'ア', '2', '²'])
    await items.create(ada.ctx, { ...item, name })
  expect(await refusal(items.create(ada.ctx, { ...item, name: 'A' }))).toMatchObject({ status: 409 })
})
