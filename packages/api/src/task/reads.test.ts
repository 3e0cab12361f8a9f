import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { createTaskReads, type TaskReads } from './reads.ts'

let world: Awaited<ReturnType<typeof testApi>>
let reads: TaskReads
let statements: string[]
beforeAll(async () => {
  world = await testApi()
  statements = []
  reads = createTaskReads((sql, values) => {
    statements.push(sql)
    return world.services.run(sql, values)
  })
})

test('what is asked for at once is one statement, and everybody gets what is theirs', async () => {
  const [ada, bob] = [await world.signIn(), await world.signIn()]
  // The same id, in two accounts: only the whole key tells them apart.
  const shared = uuidv7()
  await ada.api.task.create({ id: shared, title: "Ada's" })
  await bob.api.task.create({ id: shared, title: "Bob's" })
  const own = await bob.api.task.create({ title: 'Own' })
  const keys = [
    { userId: bob.id, id: shared },
    { userId: ada.id, id: own.id },
    { userId: ada.id, id: shared },
    { userId: bob.id, id: own.id },
    { userId: ada.id, id: uuidv7() },
    { userId: bob.id, id: shared },
  ]
  statements.length = 0
  const found = await Promise.all(keys.map((key) => reads.task(key)))
  expect(found.map((row) => row?.title)).toEqual(["Bob's", undefined, "Ada's", 'Own', undefined, "Bob's"])
  expect(statements).toHaveLength(1)
})

test('counters go together too, and who has none counts nothing', async () => {
  const [ada, bob] = [await world.signIn(), await world.signIn()]
  for (const title of ['1', '2']) await ada.api.task.create({ title })
  statements.length = 0
  const asked = [uuidv7(), ada.id, bob.id, ada.id].map((userId) => reads.counter(userId))
  const counters = await Promise.all(asked)
  expect(counters.map(({ tasks, revision }) => [tasks, revision])).toEqual([
    [0, 0],
    [2, 2],
    [0, 0],
    [2, 2],
  ])
  expect(statements).toHaveLength(1)
})

test('nothing is remembered: a read sees every write before it', async () => {
  const { id: userId, api } = await world.signIn()
  const { id } = await api.task.create({ title: 'a' })
  for (const title of ['b', 'c', 'd']) {
    await api.task.update({ id, title })
    expect((await reads.task({ userId, id }))?.title).toBe(title)
    expect((await api.task.get({ id })).title).toBe(title)
  }
  await api.task.delete({ id })
  expect(await reads.task({ userId, id })).toBeUndefined()
})

test('a statement has 100 keys at most', async () => {
  const { id: userId, api } = await world.signIn()
  const { id } = await api.task.create({ title: 'a' })
  statements.length = 0
  const found = await Promise.all(Array.from({ length: 250 }, () => reads.task({ userId, id })))
  expect(found.every((row) => row?.id === id)).toBe(true)
  expect(statements).toHaveLength(3)
})

test('a statement that fails is told to all that asked, and to nobody after them', async () => {
  const { id: userId, api } = await world.signIn()
  const { id } = await api.task.create({ title: 'a' })
  let lost = true
  const flaky = createTaskReads((sql, values) =>
    lost ? Promise.reject(new Error('lost')) : world.services.run(sql, values),
  )
  const asked = await Promise.allSettled([flaky.task({ userId, id }), flaky.task({ userId, id })])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  lost = false
  expect(await flaky.task({ userId, id })).toMatchObject({ id })
})
