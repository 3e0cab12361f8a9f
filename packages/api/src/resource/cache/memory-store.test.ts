import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import type { AnswerStore } from './store.ts'

const answer = (length = 10) => ({ json: 'x'.repeat(length), expiresAt: 0 })

async function look(store: AnswerStore, partition: string, key: string) {
  const found = await store.find(partition, key)
  if (!found) throw new Error('memory is always there')
  return found
}

async function keep(store: AnswerStore, partition: string, key: string, kept = answer()) {
  const { keep } = await look(store, partition, key)
  keep(kept)
}

const has = async (store: AnswerStore, partition: string, key: string) =>
  (await look(store, partition, key)).answer !== undefined

test('an answer is found under its key, in its partition', async () => {
  const store = createMemoryStore()
  await keep(store, 'a', '1')
  expect((await look(store, 'a', '1')).answer).toEqual(answer())
  expect(await has(store, 'a', '2')).toBe(false)
  expect(await has(store, 'b', '1')).toBe(false)
})

test('what was looked for before a drop is not kept after it', async () => {
  const store = createMemoryStore()
  const before = await look(store, 'a', '1')
  await keep(store, 'a', '2')
  await store.drop(['a'])
  expect(await has(store, 'a', '2')).toBe(false)
  before.keep(answer())
  expect(await has(store, 'a', '1')).toBe(false)
  await keep(store, 'a', '1')
  before.keep(answer(99))
  expect((await look(store, 'a', '1')).answer).toEqual(answer())
})

test('a partition that is full begins anew, and leaves others as they are', async () => {
  const store = createMemoryStore({ maxPartitionBytes: 10_000 })
  await keep(store, 'b', '1')
  for (let key = 0; key < 3; key++) await keep(store, 'a', `${key}`, answer(1_000))
  expect(await has(store, 'a', '0')).toBe(true)
  await keep(store, 'a', 'large', answer(4_000))
  for (const key of ['0', '1', '2', 'large']) expect(await has(store, 'a', key)).toBe(false)
  expect(await has(store, 'b', '1')).toBe(true)
})

test('an answer that replaces another takes no more room', async () => {
  const store = createMemoryStore({ maxPartitionBytes: 10_000 })
  for (let time = 0; time < 50; time++) await keep(store, 'a', '1', answer(1_000))
  expect(await has(store, 'a', '1')).toBe(true)
})

test('all of them together stay below the limit: those used last are there', async () => {
  const store = createMemoryStore({ maxBytes: 100_000 })
  for (let user = 0; user < 1_000; user++) {
    await keep(store, `${user}`, '1', answer(1_000))
    expect(await has(store, '0', '1')).toBe(true)
  }
  const there: number[] = []
  for (let user = 999; user >= 0; user--) if (await has(store, `${user}`, '1')) there.unshift(user)
  expect(there.length).toBeLessThanOrEqual(50)
  expect(there.slice(-10)).toEqual(Array.from({ length: 10 }, (_, n) => 990 + n))
})

test('partitions without answers count too', async () => {
  const store = createMemoryStore({ maxBytes: 10_000 })
  await keep(store, 'first', '1')
  for (let user = 0; user < 100; user++) await look(store, `${user}`, '1')
  expect(await has(store, 'first', '1')).toBe(false)
})
