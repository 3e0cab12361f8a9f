import { uuidv7 } from 'uuidv7'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { callsOf, listCallOf } from './calls.ts'
import { exportOf } from './export.ts'
import { createCursorList, createList } from './list/list.ts'
import { createStore } from './store.ts'
import { defineTable } from './table.ts'
import { book, bookTable, createBooks } from './testing/books.ts'
import { noteTable } from './testing/notes.ts'

const store = createStore(bookTable)
const calls = callsOf(store)
const list = listCallOf(createList(bookTable))
const cursorList = listCallOf(createCursorList(bookTable))
const page = { sort: [{ field: 'createdAt' as const, direction: 'asc' as const }], limit: 20 }
const fields = (title: string, isbn: string | null = null) => ({ ...book(title), isbn })

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createBooks(world)
})
beforeEach(() => world.db.$executeRaw`DELETE FROM test_books`)

test('a shared row is created, read, written and removed by its id alone, with or without a caller', async () => {
  const { id: userId } = await world.signIn()
  for (const ctx of [world.ctx, { ...world.ctx, user: { id: userId } }]) {
    const made = await calls.create(ctx, fields('a'))
    expect(made).toMatchObject({ title: 'a', version: 1 })
    expect(await calls.get(ctx, made)).toEqual(made)
    expect(await calls.update(ctx, { id: made.id, title: 'b' })).toMatchObject({ title: 'b', version: 2 })
    expect(await calls.replace(ctx, { id: made.id, ...fields('c') })).toMatchObject({ version: 3 })
    const stale = calls.update(ctx, { id: made.id, ifVersion: 2, title: 'x' })
    await expect(stale).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' })
    await calls.delete(ctx, { id: made.id, ifVersion: 3 })
    await expect(calls.get(ctx, made)).rejects.toMatchObject({ message: 'There is no such book' })
  }
})

test('a field that is unique in the table, or an id, is taken for everyone', async () => {
  const { id } = await calls.create(world.ctx, fields('a', '978-3'))
  const conflict = { code: 'CONFLICT', message: 'There is a book with this isbn already' }
  await expect(calls.create(world.ctx, fields('b', '978-3'))).rejects.toMatchObject(conflict)
  const other = await calls.create(world.ctx, fields('c'))
  await expect(calls.update(world.ctx, { id: other.id, isbn: '978-3' })).rejects.toMatchObject(conflict)
  await expect(
    world.services.transact('any', (_tx, run) => store.create(run, { id }, fields('d'))),
  ).rejects.toMatchObject({ message: 'There is a book with this id already' })
})

test('many that are created and read at once by several users are told apart', async () => {
  const keys = Array.from({ length: 30 }, () => ({ id: uuidv7() }))
  const made = keys.map((key, i) =>
    store.create(world.services.writesOf(`user ${i % 3}`), key, fields(`${i}`)),
  )
  expect((await Promise.all(made)).map(({ title }) => title)).toEqual(keys.map((_, i) => `${i}`))
  const read = await Promise.all(keys.map((key) => store.get(world.services.run, key)))
  expect(read.map(({ title }) => title)).toEqual(keys.map((_, i) => `${i}`))
})

test('a list has the rows of the whole table, by offset with the total and after a cursor of anyone', async () => {
  const [ada, bob] = [await world.signIn(), await world.signIn()]
  const ctxOf = ({ id }: { id: string }) => ({ ...world.ctx, user: { id } })
  for (const title of ['a', 'b', 'c']) await calls.create(world.ctx, fields(title))
  const first = await list(ctxOf(ada), { ...page, limit: 2 })
  expect(first.data.map(({ title }) => title)).toEqual(['a', 'b'])
  expect(first.page).toMatchObject({ totalCount: 3, hasMore: true })
  const cursor = first.page.nextCursor ?? ''
  for (const ctx of [ctxOf(bob), world.ctx]) {
    const next = await cursorList(ctx, { ...page, limit: 2, cursor })
    expect(next.data.map(({ title }) => title)).toEqual(['c'])
    expect(next.page.hasMore).toBe(false)
  }
})

test('shared rows are in no export, and have no parent', () => {
  expect(() => exportOf(bookTable)).toThrow('test_books is shared')
  const { columns } = bookTable
  const table = { name: 'pages', key: ['id'], unique: {}, references: {}, columns }
  const parent = { field: 'title', of: noteTable }
  expect(() => defineTable(table, { one: 'page', settable: [], sortable: [], parent })).toThrow(
    'and so it needs an owner',
  )
})
