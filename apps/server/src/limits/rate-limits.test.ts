import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  addressKey,
  createRateLimits,
  type LimitState,
  type RateLimits,
  rateLimitHeaders,
} from './rate-limits.ts'

const REDIS = new URL('redis://127.0.0.1:6379')
const NOWHERE = 'redis://127.0.0.1:1'

function create(options: Partial<Parameters<typeof createRateLimits>[0]> = {}) {
  const lines: string[] = []
  const log = {
    warn: (message: string) => void lines.push(`warn: ${message}`),
    info: (message: string) => void lines.push(`info: ${message}`),
  }
  const limits = createRateLimits({ calls: 10, attempts: 3, log, ...options })
  onTestFinished(() => limits.close())
  return { limits, lines }
}

const call = async (limits: RateLimits, key: string, cost = 1) => {
  const state = await limits.take('calls', key, cost)
  if (!state) throw new Error('the limit is off')
  return state
}

const LOST = expect.stringMatching(/^warn: Redis is lost \(/)
const BACK = expect.stringMatching(/^info: Redis is back/)

const outcome = ({ allowed, remaining }: LimitState) => [allowed, remaining]

describe('in memory', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('every key has its limit in a window, which no call prolongs', async () => {
    const { limits } = create()
    const states: (LimitState | null)[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      states.push(await limits.take('attempts', '192.0.2.1', 1))
      vi.advanceTimersByTime(10_500)
    }
    const common = { policy: 'attempts', limit: 3, windowSeconds: 60 }
    expect(states).toEqual([
      { ...common, allowed: true, remaining: 2, resetSeconds: 60 },
      { ...common, allowed: true, remaining: 1, resetSeconds: 50 },
      { ...common, allowed: true, remaining: 0, resetSeconds: 39 },
      { ...common, allowed: false, remaining: 0, resetSeconds: 29 },
      { ...common, allowed: false, remaining: 0, resetSeconds: 18 },
    ])
    expect(await limits.take('attempts', '192.0.2.2', 1)).toMatchObject({ allowed: true, remaining: 2 })
    expect(await limits.take('calls', '192.0.2.1', 1)).toMatchObject({ allowed: true, remaining: 9 })

    vi.advanceTimersByTime(7_400)
    expect(await limits.take('attempts', '192.0.2.1', 1)).toMatchObject({ allowed: false, resetSeconds: 1 })
    vi.advanceTimersByTime(200)
    expect(await limits.take('attempts', '192.0.2.1', 1)).toMatchObject({ allowed: true, remaining: 2 })
  })

  test('0 turns a limit off, and only that one', async () => {
    const { limits } = create({ calls: 0 })
    expect(await limits.take('calls', 'ada', 1_000_000)).toBeNull()
    expect(await limits.take('attempts', 'ada', 1)).toMatchObject({ allowed: true })
  })

  test('a batch that does not fit is refused whole, leaves the rest, and is not free', async () => {
    const { limits } = create()
    expect(outcome(await call(limits, 'ada', 5))).toEqual([true, 5])
    expect(outcome(await call(limits, 'ada', 20))).toEqual([false, 4])
    expect(outcome(await call(limits, 'ada'))).toEqual([true, 3])
    expect(outcome(await call(limits, 'ada', 3))).toEqual([true, 0])

    expect(outcome(await call(limits, 'bob', 7))).toEqual([true, 3])
    const retries: unknown[] = []
    for (let retry = 0; retry < 4; retry++) retries.push(outcome(await call(limits, 'bob', 4)))
    expect(retries).toEqual([
      [false, 2],
      [false, 1],
      [false, 0],
      [false, 0],
    ])
    expect(outcome(await call(limits, 'bob'))).toEqual([false, 0])
  })

  test('the whole limit fits at once, and one more never does', async () => {
    const { limits } = create()
    expect(outcome(await call(limits, 'ada', 10))).toEqual([true, 0])
    for (let window = 0; window < 3; window++) {
      const refused = await call(limits, 'bob', 11)
      expect(refused).toMatchObject({ allowed: false, remaining: 9, resetSeconds: 60 })
      expect(rateLimitHeaders([refused])).toMatchObject({ 'Retry-After': '60' })
      vi.advanceTimersByTime(60_000)
    }
  })

  test('however many ask at once, no more than the limit is given', async () => {
    const { limits } = create()
    const singles = await Promise.all(Array.from({ length: 50 }, () => call(limits, 'ada')))
    expect(singles.filter(({ allowed }) => allowed)).toHaveLength(10)
    const batches = await Promise.all(Array.from({ length: 50 }, () => call(limits, 'bob', 3)))
    expect(batches.filter(({ allowed }) => allowed).length).toBeLessThanOrEqual(3)
  })

  test('a flood of keys is forgotten with its window', async () => {
    const { limits } = create()
    const flood = (from: number) =>
      Promise.all(Array.from({ length: 500 }, (_, n) => call(limits, `key ${from + n}`)))
    await flood(0)
    await flood(0)
    expect(vi.getTimerCount()).toBe(500)
    vi.advanceTimersByTime(30_000)
    await flood(500)
    expect(vi.getTimerCount()).toBe(1_000)
    vi.advanceTimersByTime(30_000)
    expect(vi.getTimerCount()).toBe(500)
    vi.advanceTimersByTime(30_000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('headers', () => {
  const calls: LimitState = {
    policy: 'calls',
    limit: 600,
    windowSeconds: 60,
    remaining: 599,
    resetSeconds: 60,
    allowed: true,
  }
  const attempts: LimitState = { ...calls, policy: 'attempts', limit: 10, remaining: 0, resetSeconds: 7 }

  test('say what is left and of what', () => {
    expect(rateLimitHeaders([])).toEqual({})
    expect(rateLimitHeaders([calls])).toEqual({
      'RateLimit-Policy': '"calls";q=600;w=60',
      RateLimit: '"calls";r=599;t=60',
    })
  })

  test('are one list for several limits', () => {
    expect(rateLimitHeaders([calls, attempts])).toEqual({
      'RateLimit-Policy': '"calls";q=600;w=60, "attempts";q=10;w=60',
      RateLimit: '"calls";r=599;t=60, "attempts";r=0;t=7',
    })
  })

  test('say when to come back, to whoever was refused', () => {
    const refused = { ...attempts, allowed: false }
    expect(rateLimitHeaders([calls, refused])).toMatchObject({ 'Retry-After': '7' })
    expect(rateLimitHeaders([{ ...calls, allowed: false, resetSeconds: 31 }, refused])).toMatchObject({
      'Retry-After': '31',
    })
  })
})

describe('an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:51234', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
    ['[::ffff:192.0.2.7]:51234', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['2001:db8::1:0:0:0:0', '2001:db8:0:1::/64'],
    ['2001:0:0:1::1', '2001:0:0:1::/64'],
    ['::1', '::/64'],
    ['1::', '1::/64'],
    ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['fe80::1%25', 'fe80::/64'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['999.1.1.1', 'unknown'],
    ['2001:db8::1::2', 'unknown'],
    ['192.0.2.7, 192.0.2.8', 'unknown'],
  ])('%s is counted as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key)
  })
})

test('a Redis that is not there stops nothing and is logged once', async () => {
  const { limits, lines } = create({ redisUrl: NOWHERE })
  expect(outcome(await call(limits, 'ada', 10))).toEqual([true, 0])
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatch(/^warn: Redis is lost \(connect ECONNREFUSED/)
  expect(outcome(await call(limits, 'ada'))).toEqual([false, 0])
  await new Promise((resolve) => setTimeout(resolve, 1_500)) // one more attempt to connect
  expect(lines).toHaveLength(1)
})

test('a proxy with no Redis behind it is no Redis either', async () => {
  const proxy = createServer((socket) => socket.end())
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  const { limits, lines } = create({ redisUrl: `redis://127.0.0.1:${portOf(proxy)}` })
  await vi.waitFor(() => expect(lines).toEqual([LOST]))
  expect(outcome(await call(limits, 'ada'))).toEqual([true, 9])
})

test('the password of a Redis is not in the log', async () => {
  const { lines } = create({ redisUrl: 'redis://user:hunter2@127.0.0.1:1' })
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines.join()).not.toContain('hunter2')
})

/** Runs `use` on limits in a process of its own, closes them, and waits for the process to end by itself. */
async function runToItsEnd(redisUrl: string, use: string) {
  const script = `
    import { createRateLimits } from ${JSON.stringify(path.join(import.meta.dirname, 'rate-limits.ts'))}
    const log = { warn() {}, info() {} }
    const limits = createRateLimits({ calls: 10, attempts: 3, log, redisUrl: ${JSON.stringify(redisUrl)} })
    ${use}
    await limits.take('calls', 'ada', 1)
    await limits.close()
    await limits.close()
    if (!(await limits.take('calls', 'ada', 1))) throw new Error('no answer once closed')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code] = await once(child, 'close')
  return code
}

test.each([
  ['at once', ''],
  ['between two connections', 'await new Promise((resolve) => setTimeout(resolve, 300))'],
])('nothing is left open after a close %s', async (_when, use) => {
  expect(await runToItsEnd(NOWHERE, use)).toBe(0)
})

const reachable = await new Promise<boolean>((resolve) => {
  const socket = connect(Number(REDIS.port), REDIS.hostname, () => socket.write('PING\r\n'))
  const settle = (answer: boolean) => {
    socket.destroy()
    resolve(answer)
  }
  socket.setTimeout(2_000, () => settle(false))
  socket.on('error', () => settle(false)).on('data', (data) => settle(String(data).startsWith('+PONG')))
})

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A way to Redis that can be cut, held up, or answered as a replica answers. */
async function cable() {
  const sockets = new Set<Socket>()
  const clients = new Set<Socket>()
  let held = false
  const open = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((client) => {
        clients.add(client)
        client.on('close', () => clients.delete(client))
        const upstream = held ? undefined : connect(Number(REDIS.port), REDIS.hostname)
        for (const socket of [client, upstream]) {
          if (!socket) continue
          sockets.add(socket)
          socket.on('error', () => {}).on('close', () => sockets.delete(socket))
        }
        if (upstream) client.pipe(upstream).pipe(client)
      }).listen(port, '127.0.0.1', () => resolve(server))
    })
  let server = await open(0)
  const port = portOf(server)
  const cut = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(cut)
  return {
    url: `redis://127.0.0.1:${port}`,
    cut,
    mend: async () => {
      server = await open(port)
    },
    hold: () => {
      held = true
      for (const client of clients) client.unpipe()
    },
    release: () => {
      held = false
    },
    demote: () => {
      for (const client of clients) {
        client
          .unpipe()
          .on('data', () => client.write('-READONLY You can not write to a replica.\r\n'))
          .resume()
      }
    },
  }
}

/** Waits until both count in the same place. */
function share(one: RateLimits, other: RateLimits) {
  return vi.waitFor(
    async () => {
      const key = randomUUID()
      await call(one, key)
      expect(outcome(await call(other, key))).toEqual([true, 8])
    },
    { timeout: 10_000, interval: 100 },
  )
}

describe.skipIf(!reachable)(`with Redis at ${REDIS.host}`, () => {
  test('processes share their counts, under keys that expire', async () => {
    const [{ limits: one, lines }, { limits: other }] = [
      create({ redisUrl: REDIS.href }),
      create({ redisUrl: REDIS.href }),
    ]
    await share(one, other)
    const key = randomUUID()
    expect(outcome(await call(one, key, 4))).toEqual([true, 6])
    expect(outcome(await call(other, key, 20))).toEqual([false, 5])
    expect(outcome(await call(one, key, 5))).toEqual([true, 0])
    const refused = await call(other, key)
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

  test('however many ask at once of two processes, no more than the limit is given', async () => {
    const [{ limits: one }, { limits: other }] = [
      create({ redisUrl: REDIS.href }),
      create({ redisUrl: REDIS.href }),
    ]
    await share(one, other)
    for (const cost of [1, 3]) {
      const key = randomUUID()
      const asked = Array.from({ length: 50 }, (_, n) => call(n % 2 ? one : other, key, cost))
      const given = (await Promise.all(asked)).filter(({ allowed }) => allowed).length * cost
      expect(given).toBeLessThanOrEqual(10)
      if (cost === 1) expect(given).toBe(10)
    }
  })

  test('a window ends', async () => {
    const redisUrl = REDIS.href
    const [{ limits: one }, { limits: other }] = [
      create({ redisUrl, windowSeconds: 2 }),
      create({ redisUrl }),
    ]
    await share(one, other)
    const key = randomUUID()
    expect(outcome(await call(one, key, 10))).toEqual([true, 0])
    expect((await call(one, key)).resetSeconds).toBeLessThanOrEqual(2)
    await vi.waitFor(async () => expect(outcome(await call(one, key))).toEqual([true, 9]), { timeout: 5_000 })
  })

  test('a lost Redis is replaced by each process, logged once, and taken up again by itself', async () => {
    const way = await cable()
    const { limits, lines } = create({ redisUrl: way.url })
    const { limits: other } = create({ redisUrl: REDIS.href })
    await share(limits, other)
    // ioredis has closed connections for being idle (redis/ioredis#1919).
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(lines).toEqual([])

    for (let loss = 0; loss < 2; loss++) {
      way.cut()
      const key = randomUUID()
      expect(outcome(await call(limits, key, 10))).toEqual([true, 0])
      expect(outcome(await call(limits, key))).toEqual([false, 0])
      await vi.waitFor(() => expect(lines).toEqual([LOST]))
      await call(limits, key)
      expect(outcome(await call(other, key))).toEqual([true, 9])
      await way.mend()
      await vi.waitFor(() => expect(lines).toEqual([LOST, BACK]), { timeout: 10_000 })
      await share(limits, other)
      expect(lines.splice(0)).toEqual([LOST, BACK])
    }
  })

  test('a Redis that comes after the start is taken up', async () => {
    const way = await cable()
    way.cut()
    const { limits, lines } = create({ redisUrl: way.url })
    const { limits: other } = create({ redisUrl: REDIS.href })
    expect(outcome(await call(limits, 'ada'))).toEqual([true, 9])
    await vi.waitFor(() => expect(lines).toEqual([LOST]))
    await way.mend()
    await share(limits, other)
    expect(lines).toEqual([LOST, BACK])
  })

  test('a Redis that hangs is given up, and nobody waits for it a second time', async () => {
    const way = await cable()
    const { limits, lines } = create({ redisUrl: way.url })
    const { limits: other } = create({ redisUrl: REDIS.href })
    await share(limits, other)
    way.hold()
    const key = randomUUID()
    expect((await Promise.all([call(limits, key, 3), call(limits, key, 4)])).map(outcome)).toEqual([
      [true, expect.any(Number)],
      [true, 3],
    ])
    expect(lines).toEqual([LOST])
    // As many one after the other as would take minutes if each of them waited.
    for (let more = 0; more < 100; more++) await call(limits, randomUUID())
    await new Promise((resolve) => setTimeout(resolve, 2_500)) // a new connection hangs as well
    for (let more = 0; more < 100; more++) await call(limits, randomUUID())
    expect(outcome(await call(limits, key))).toEqual([true, 2])
    expect(lines).toEqual([LOST])
    way.release()
    await share(limits, other)
    expect(lines).toEqual([LOST, BACK])
  })

  test('a primary that became a replica is left for the new one', async () => {
    const way = await cable()
    const { limits, lines } = create({ redisUrl: way.url })
    const { limits: other } = create({ redisUrl: REDIS.href })
    await share(limits, other)
    way.demote()
    expect(outcome(await call(limits, randomUUID(), 10))).toEqual([true, 0])
    await vi.waitFor(() => expect(lines).toEqual([LOST, BACK]), { timeout: 10_000 })
    expect(lines[0]).toContain('READONLY')
    await share(limits, other)
  })

  test('nothing is left open after a close', async () => {
    expect(await runToItsEnd(REDIS.href, 'await new Promise((resolve) => setTimeout(resolve, 300))')).toBe(0)
  })
})
