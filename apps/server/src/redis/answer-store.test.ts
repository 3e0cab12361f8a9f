import { randomUUID } from 'node:crypto'
import { type AnswerStore, createSeal } from '@tandem/api'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../testing/free-port.ts'
import { isRedisThere, REDIS, redisCable } from '../testing/services/redis-cable.ts'
import { createRedisStore } from './answer-store.ts'

const SECRET = 'a secret for tests that is long enough'
const fastRetry = { replyTimeoutMs: 30_000, retryDelayMs: 100 }
const answer = (json = '{"a":1}') => ({ json, expiresAt: 4_102_444_800_000 })

/** The store of one process, closed when the test ends, and what it logs. */
function open(
  url = REDIS.href,
  { secret = SECRET, ...options } = {} as { secret?: string; maxUnsent?: number },
) {
  const lines: string[] = []
  const log = {
    warn: (message: string) => void lines.push(`warn: ${message}`),
    info: (message: string) => void lines.push(`info: ${message}`),
  }
  let now = Date.now()
  const store = createRedisStore({
    url,
    log,
    timing: fastRetry,
    seal: createSeal(secret),
    clock: () => new Date(now),
    longestTtl: 30,
    ...options,
  })
  onTestFinished(() => store.close())
  const advance = (ms: number) => {
    now += ms
  }
  return { store, lines, advance }
}

/** What a store has, once it has a Redis. */
async function look(store: AnswerStore, partition: string, key = 'key') {
  return vi.waitFor(
    async () => {
      const found = await store.find(partition, key)
      if (!found) throw new Error('not connected')
      return found
    },
    { timeout: 30_000, interval: 20 },
  )
}

/** Keeps an answer, and waits until other processes see it. */
async function keep(store: AnswerStore, partition: string, kept = answer(), key = 'key') {
  const found = await look(store, partition, key)
  found.keep(kept)
  await expect.poll(async () => (await look(store, partition, key)).answer).toEqual(kept)
}

const has = async (store: AnswerStore, partition: string, key?: string) =>
  (await look(store, partition, key)).answer !== undefined

test('without a Redis nothing is found, nothing waits, and the loss is logged once', async () => {
  const { store, lines } = open(`redis://127.0.0.1:${await freePort()}`)
  expect(await store.find('a', 'key')).toBeUndefined()
  await store.drop(['a', 'b'])
  await expect.poll(() => lines).toHaveLength(1)
  expect(lines[0]).toMatch(
    /^warn: Redis is lost \(connect ECONNREFUSED.*no answers are kept until it is back$/,
  )
})

describe.skipIf(!(await isRedisThere()))(`with Redis at ${REDIS.host}`, () => {
  test('what one process keeps, every process finds, until one drops it', async () => {
    const [{ store: one, lines }, { store: other }] = [open(), open()]
    const [partition, neighbour] = [randomUUID(), randomUUID()]
    await keep(one, neighbour)
    await keep(one, partition)
    expect((await look(other, partition)).answer).toEqual(answer())
    expect(await has(other, partition, 'another key')).toBe(false)
    await other.drop([partition, randomUUID()])
    expect(await has(one, partition)).toBe(false)
    expect(await has(one, neighbour)).toBe(true)
    expect(lines).toEqual([])
  })

  test('what was looked for before a drop by any process is not kept after it', async () => {
    const [{ store: one }, { store: other }] = [open(), open()]
    const partition = randomUUID()
    const before = await look(one, partition)
    await look(other, partition)
    await other.drop([partition])
    before.keep(answer('"old"'))
    expect(await has(one, partition)).toBe(false)
    // The partition that was begun anew is another.
    before.keep(answer('"old"'))
    await keep(one, partition, answer('"new"'))
    before.keep(answer('"old"'))
    expect((await look(one, partition)).answer).toEqual(answer('"new"'))
  })

  test('processes that begin a partition at once share it', async () => {
    const [{ store: one }, { store: other }] = [open(), open()]
    await Promise.all([look(one, 'ready'), look(other, 'ready')])
    for (let time = 0; time < 20; time++) {
      const partition = randomUUID()
      const [first] = await Promise.all([look(one, partition), look(other, partition)])
      first.keep(answer())
      expect(await has(one, partition)).toBe(true)
      expect(await has(other, partition)).toBe(true)
    }
  })

  test('answers cannot be read in Redis, nor copied to another place, nor made without the secret', async () => {
    const [{ store }, { store: forger }] = [open(), open(REDIS.href, { secret: SECRET.toUpperCase() })]
    const [ada, bob] = [randomUUID(), randomUUID()]
    await keep(store, ada, answer('"of ada"'))
    await look(store, bob)
    const redis = new Redis(REDIS.href)
    onTestFinished(() => redis.disconnect())
    const sealed = await redis.hgetBuffer(`tandem:answers:${ada}`, 'key')
    if (!sealed) throw new Error('nothing was kept')
    expect(sealed.toString('latin1')).not.toContain('of ada')
    await redis.hset(`tandem:answers:${bob}`, 'key', sealed)
    expect(await has(store, bob)).toBe(false)
    await redis.hset(`tandem:answers:${ada}`, 'other key', sealed)
    expect(await has(store, ada, 'other key')).toBe(false)
    const found = await look(forger, ada)
    expect(found.answer).toBeUndefined()
    found.keep(answer('"forged"'))
    expect(await has(store, ada)).toBe(false)
    await redis.hset(`tandem:answers:${ada}`, 'key', 'nonsense')
    expect(await has(store, ada)).toBe(false)
  })

  test('a partition expires, and one that is full begins anew', async () => {
    const { store } = open()
    const partition = randomUUID()
    const redis = new Redis(REDIS.href)
    onTestFinished(() => redis.disconnect())
    await look(store, partition)
    const hash = `tandem:answers:${partition}`
    expect(await redis.pttl(hash)).toBeGreaterThan(30_000)
    const large = answer(JSON.stringify('x'.repeat(250_000)))
    let most = 0
    for (let key = 0; key < 40; key++) {
      ;(await look(store, partition, `${key}`)).keep(large)
      most = Math.max(most, await redis.hlen(hash))
    }
    expect(most).toBeGreaterThan(10)
    // Beside the answers there are the generation and the size.
    expect(most).toBeLessThanOrEqual(16 + 2)
    expect(await redis.pttl(hash)).toBeLessThanOrEqual(90_000)
  })

  test('while Redis is lost nothing is found, and what was dropped meanwhile is not there when it is back', async () => {
    const cable = await redisCable()
    const [{ store, lines }, { store: other }] = [open(cable.url), open()]
    const [written, untouched] = [randomUUID(), randomUUID()]
    await keep(store, written)
    await keep(store, untouched)
    cable.cut()
    await store.drop([written])
    expect(await store.find(written, 'key')).toBeUndefined()
    await expect.poll(() => lines).toEqual([expect.stringMatching(/^warn: Redis is lost/)])
    expect(await has(other, written)).toBe(true)
    await cable.mend()
    expect(await has(store, written)).toBe(false)
    expect(await has(store, untouched)).toBe(true)
    expect(await has(other, written)).toBe(false)
    await expect.poll(() => lines).toContain('info: Redis is back: answers are kept again')
  })

  test('what was looked for before a drop that Redis missed is not kept when it is back', async () => {
    const cable = await redisCable()
    const { store } = open(cable.url)
    const partition = randomUUID()
    const before = await look(store, partition)
    cable.cut()
    await store.drop([partition])
    await cable.mend()
    await vi.waitFor(
      async () => {
        before.keep(answer('"old"'))
        expect((await store.find(partition, 'key'))?.answer).toBeUndefined()
        await look(store, partition)
      },
      { timeout: 30_000 },
    )
    before.keep(answer('"old"'))
    expect(await has(store, partition)).toBe(false)
  })

  test('after more drops than can be remembered nothing is found until all that was kept has expired', async () => {
    const cable = await redisCable()
    const { store, advance } = open(cable.url, { maxUnsent: 2 })
    const partitions = [randomUUID(), randomUUID(), randomUUID()]
    for (const partition of partitions) await keep(store, partition)
    cable.cut()
    await store.drop(partitions)
    await cable.mend()
    const { store: other } = open()
    await expect.poll(() => has(other, partitions[0] ?? '')).toBe(false)
    expect(await store.find(partitions[2] ?? '', 'key')).toBeUndefined()
    advance(29_999)
    expect(await store.find(randomUUID(), 'key')).toBeUndefined()
    advance(1)
    expect(await store.find(randomUUID(), 'key')).toBeDefined()
  })
})
