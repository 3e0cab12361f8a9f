import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, anyone, db } = await testApi()

test('a user without tagged tasks has no tags', async () => {
  const { api } = await signIn()
  await api.task.create({ title: 'untagged' })
  expect(await api.task.tags()).toEqual({ data: [] })
})

test("the caller's tags are counted and sorted by use, then by code point", async () => {
  const [{ api }, other] = [await signIn(), await signIn()]
  await other.api.task.create({ title: 'x', tags: ['theirs', 'home'] })
  await api.task.create({ title: '1', tags: ['home', 'b', 'ä'] })
  await api.task.create({ title: '2', tags: ['Home', 'home', '🦊'], status: 'done' })
  await api.task.create({ title: '3', tags: ['work', 'home', 'b'] })
  const gone = await api.task.create({ title: '4', tags: ['gone', 'work'] })
  await api.task.delete({ id: gone.id })
  expect(await api.task.tags()).toEqual({
    data: [
      { tag: 'home', count: 3 },
      { tag: 'b', count: 2 },
      { tag: 'Home', count: 1 },
      { tag: 'work', count: 1 },
      { tag: 'ä', count: 1 },
      { tag: '🦊', count: 1 },
    ],
  })
  expect((await other.api.task.tags()).data).toEqual([
    { tag: 'home', count: 1 },
    { tag: 'theirs', count: 1 },
  ])
})

test('a tag disappears with the last task that has it', async () => {
  const { api } = await signIn()
  const { id } = await api.task.create({ title: 'x', tags: ['a'] })
  await api.task.update({ id, tags: ['b'] })
  expect(await api.task.tags()).toEqual({ data: [{ tag: 'b', count: 1 }] })
})

test('of more than 1,000 tags the most used are returned', async () => {
  const { id: userId, api } = await signIn()
  const named = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `t${String(from + i).padStart(4, '0')}`)
  const tagged = (tags: string[]) => ({ userId, id: uuidv7(), title: 'x', tags })
  const tens = Array.from({ length: 100 }, (_, i) => tagged(named(10 * i, 10 * i + 10)))
  await db.task.createMany({ data: [...tens, tagged(['t1000']), tagged(['t1000'])] })
  const { data } = await api.task.tags()
  expect(data.map(({ tag }) => tag)).toEqual(['t1000', ...named(0, 999)])
  expect(data[0]?.count).toBe(2)
})

test('tags refuses input and anonymous callers', async () => {
  const { api } = await signIn()
  expect(await refusal(api.task.tags({ q: 'x' } as never))).toMatchObject({
    error: 'VALIDATION_ERROR',
    status: 422,
  })
  expect(await refusal(anyone.task.tags())).toMatchObject({ error: 'UNAUTHORIZED' })
})
