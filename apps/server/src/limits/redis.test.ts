import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../testing/free-port.ts'
import { createLimits, outcome, take } from '../testing/limits.ts'
import { isRedisThere, listen, portOf, REDIS, redisCable } from '../testing/services/redis-cable.ts'
import type { RateLimits } from './rate-limits.ts'

const NOWHERE = 'redis://127.0.0.1:1'
const LOST = expect.stringMatching(/^warn: Redis is lost \(/)
const BACK = expect.stringMatching(/^info: Redis is back/)

/** On a busy machine a Redis that is there may answer late. */
const fastRetry = { replyTimeoutMs: 30_000, retryDelayMs: 100 }
const impatient = { replyTimeoutMs: 1_000, retryDelayMs: 100 }

const create = (redisUrl: string, redisTiming = fastRetry) => createLimits({ redisUrl, redisTiming })

describe('without a Redis', () => {
  test('each process counts alone, and the loss is logged once, however often it retries', async () => {
    const port = await freePort()
    const { limits, lines } = await create(`redis://127.0.0.1:${port}`)
    expect(outcome(await take(limits, 'ada', 10))).toEqual([true, 0])
    await expect.poll(() => lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^warn: Redis is lost \(connect ECONNREFUSED/)
    expect(outcome(await take(limits, 'ada'))).toEqual([false, 0])

    let retries = 0
    await listen((socket) => {
      retries++
      socket.destroy()
    }, port)
    await expect.poll(() => retries).toBeGreaterThan(1)
    expect(lines).toHaveLength(1)
  })

  test('a proxy without a Redis behind it is a lost Redis', async () => {
    const proxy = await listen((socket) => socket.end())
    const { limits, lines } = await create(`redis://127.0.0.1:${portOf(proxy)}`)
    await expect.poll(() => lines).toEqual([LOST])
    expect(outcome(await take(limits, 'ada'))).toEqual([true, 9])
  })

  test('the log does not hold its password', async () => {
    const { lines } = await create('redis://user:hunter2@127.0.0.1:1')
    await expect.poll(() => lines).toHaveLength(1)
    expect(lines.join()).not.toContain('hunter2')
  })
})

/** Closes limits in a process of its own when `ready` has run, and returns the exit code of the process. */
async function exitCodeAfterClose(redisUrl: string, ready: string) {
  const script = `
    import { Redis } from 'ioredis'
    import { createRateLimits } from ${JSON.stringify(path.join(import.meta.dirname, 'rate-limits.ts'))}
    const redisUrl = ${JSON.stringify(redisUrl)}
    let onLost = () => {}
    const lost = new Promise((resolve) => { onLost = resolve })
    const limits = await createRateLimits({ calls: 10, attempts: 3, log: { warn: onLost, info() {} }, redisUrl })
    ${ready}
    await limits.take('calls', 'ada', 1)
    await limits.close()
    await limits.close()
    if (!(await limits.take('calls', 'ada', 1))) throw new Error('no answer once closed')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code] = await once(child, 'close')
  return code
}

const CONNECTED = `
  const key = ${JSON.stringify(randomUUID())}
  const probe = new Redis(redisUrl)
  do await limits.take('calls', key, 1)
  while (!(await probe.exists('tandem:calls:' + key)))
  probe.disconnect()`

test.each([
  ['before it connected', ''],
  ['between two connections', 'await lost'],
])('the process exits after a close %s', async (_when, ready) => {
  expect(await exitCodeAfterClose(NOWHERE, ready)).toBe(0)
})

/** Waits until both count in the same place. */
function shareCounts(one: RateLimits, other: RateLimits) {
  return vi.waitFor(
    async () => {
      const key = randomUUID()
      await take(one, key)
      expect(outcome(await take(other, key))).toEqual([true, 8])
    },
    { timeout: 30_000, interval: 50 },
  )
}

describe.skipIf(!(await isRedisThere()))(`with Redis at ${REDIS.host}`, () => {
  test('processes share their counts, under keys that expire', async () => {
    const [{ limits: one, lines }, { limits: other }] = await Promise.all([
      create(REDIS.href),
      create(REDIS.href),
    ])
    await shareCounts(one, other)
    const key = randomUUID()
    expect(outcome(await take(one, key, 4))).toEqual([true, 6])
    expect(outcome(await take(other, key, 20))).toEqual([false, 5])
    expect(outcome(await take(one, key, 5))).toEqual([true, 0])
    const refused = await take(other, key)
    expect(outcome(refused)).toEqual([false, 0])
    expect(refused.resetSeconds).toBeGreaterThan(0)
    expect(refused.resetSeconds).toBeLessThanOrEqual(60)
    expect(await one.take('attempts', key, 1)).toMatchObject({ allowed: true, remaining: 2 })

    const redis = new Redis(REDIS.href)
    onTestFinished(() => redis.disconnect())
    for (const policy of ['calls', 'attempts']) {
      const ttl = await redis.ttl(`tandem:${policy}:${key}`)
      expect(ttl).toBeGreaterThan(0)
      expect(ttl).toBeLessThanOrEqual(60)
    }
    expect(lines).toEqual([])
  })

  test('concurrent calls to two processes together get no more than the limit', async () => {
    const [{ limits: one }, { limits: other }] = await Promise.all([create(REDIS.href), create(REDIS.href)])
    await shareCounts(one, other)
    for (const cost of [1, 3]) {
      const key = randomUUID()
      const calls = Array.from({ length: 50 }, (_, n) => take(n % 2 ? one : other, key, cost))
      const taken = (await Promise.all(calls)).filter(({ allowed }) => allowed).length * cost
      expect(taken).toBeLessThanOrEqual(10)
      if (cost === 1) expect(taken).toBe(10)
    }
  })

  test('a window ends', async () => {
    const { limits: one } = await createLimits({ redisUrl: REDIS.href, windowSeconds: 1 })
    const { limits: other } = await create(REDIS.href)
    await shareCounts(one, other)
    const key = randomUUID()
    expect(outcome(await take(one, key, 10))).toEqual([true, 0])
    expect((await take(one, key)).resetSeconds).toBe(1)
    await expect.poll(async () => outcome(await take(one, key))).toEqual([true, 9])
  })

  test('an idle connection stays open', async () => {
    const { limits, lines } = await create(REDIS.href, impatient)
    const { limits: other } = await create(REDIS.href)
    await shareCounts(limits, other)
    // ioredis has closed connections for being idle (redis/ioredis#1919): only time can tell.
    await sleep(impatient.replyTimeoutMs * 1.5)
    expect(lines).toEqual([])
  })

  test('each process counts alone while Redis is lost, and shares again when it is back', async () => {
    const cable = await redisCable()
    const { limits, lines } = await create(cable.url)
    const { limits: other } = await create(REDIS.href)
    await shareCounts(limits, other)

    for (let loss = 0; loss < 2; loss++) {
      cable.cut()
      const key = randomUUID()
      expect(outcome(await take(limits, key, 10))).toEqual([true, 0])
      expect(outcome(await take(limits, key))).toEqual([false, 0])
      await expect.poll(() => lines).toEqual([LOST])
      await take(limits, key)
      expect(outcome(await take(other, key))).toEqual([true, 9])
      await cable.mend()
      await expect.poll(() => lines).toEqual([LOST, BACK])
      await shareCounts(limits, other)
      expect(lines.splice(0)).toEqual([LOST, BACK])
    }
  })

  test('a Redis that starts after the server is used', async () => {
    const cable = await redisCable()
    cable.cut()
    const { limits, lines } = await create(cable.url)
    const { limits: other } = await create(REDIS.href)
    expect(outcome(await take(limits, 'ada'))).toEqual([true, 9])
    await expect.poll(() => lines).toEqual([LOST])
    await cable.mend()
    await shareCounts(limits, other)
    expect(lines).toEqual([LOST, BACK])
  })

  test('a Redis that hangs delays one call, and none after it', async () => {
    const cable = await redisCable()
    const { limits, lines } = await create(cable.url, impatient)
    const { limits: other } = await create(REDIS.href)
    await shareCounts(limits, other)
    cable.hang()
    const key = randomUUID()
    expect((await Promise.all([take(limits, key, 3), take(limits, key, 4)])).map(outcome)).toEqual([
      [true, expect.any(Number)],
      [true, 3],
    ])
    expect(lines).toEqual([LOST])
    // If each of them waited, these would take minutes.
    const takeMany = async () => {
      for (let more = 0; more < 100; more++) await take(limits, randomUUID())
    }
    await takeMany()
    const before = cable.connections()
    // The next connection hangs too, and is given up.
    await expect.poll(() => cable.connections()).toBeGreaterThan(before + 1)
    await takeMany()
    expect(outcome(await take(limits, key))).toEqual([true, 2])
    expect(lines).toEqual([LOST])
    cable.release()
    await shareCounts(limits, other)
    expect(lines).toEqual([LOST, BACK])
  })

  test('after a failover the new primary is used', async () => {
    const cable = await redisCable()
    const { limits, lines } = await create(cable.url)
    const { limits: other } = await create(REDIS.href)
    await shareCounts(limits, other)
    cable.demote()
    expect(outcome(await take(limits, randomUUID(), 10))).toEqual([true, 0])
    await expect.poll(() => lines).toEqual([LOST, BACK])
    expect(lines[0]).toContain('READONLY')
    await shareCounts(limits, other)
  })

  test('the process exits after a close', async () => {
    expect(await exitCodeAfterClose(REDIS.href, CONNECTED)).toBe(0)
  })
})
