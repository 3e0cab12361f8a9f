import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createDb } from '../create-db.ts'
import { cable } from '../testing/cable.ts'
import { recorder } from '../testing/recorder.ts'
import { createTestDb, type TestDatabase, testServerUrl } from '../testing/testing.ts'
import { keepListening, type Listener } from './keep-listening.ts'
import { createServerClock } from './server-clock.ts'
import { serverSubscribe } from './server-subscription.ts'

// PGlite runs in this process: its connection cannot be lost.
describe.runIf(testServerUrl)('listening to PostgreSQL', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await createTestDb()
  })
  afterAll(() => db.close())

  const notify = (payload: string) => db.client.$executeRaw`SELECT pg_notify('news', ${payload})`
  const backends = () => db.client.$queryRaw<{ pid: number; at: string }[]>`
    SELECT pid, query_start::text AS at FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'tandem news'`
  const endBackends = async () => {
    for (const { pid } of await backends())
      await db.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
  }

  /** Listens through a cable, as another process would. */
  async function listenFar(listener: Partial<Listener> = {}) {
    const way = await cable(db.url ?? '')
    const far = await createDb(way.url)
    onTestFinished(async () => {
      await far.close()
      way.close()
    })
    const record = recorder(listener)
    const stop = await far.listen('news', record)
    return { ...record, way, far, stop }
  }

  test('when its backend is ended, a listener listens again and catches up', async () => {
    const { messages, losses, counts } = await listenFar()
    for (let round = 1; round <= 3; round++) {
      await endBackends()
      await expect.poll(() => counts.ready, { interval: 5 }).toBe(1 + round)
      await notify(`after ${round}`)
      await expect.poll(() => messages.at(-1)).toBe(`after ${round}`)
    }
    expect(messages).toHaveLength(3)
    expect(losses.map(({ message }) => message)).toEqual(
      Array(3).fill(expect.stringMatching(/administrator/)),
    )
    expect(await backends()).toHaveLength(1)
  })

  test('when the cable is cut, a listener notices, and retries ever more seldom until it is mended', async () => {
    const times: number[] = []
    const { messages, losses, counts, way } = await listenFar({
      onLost: () => void times.push(performance.now()),
    })
    way.cut()
    await notify('missed')
    // At once, then after about 0.1, 0.2, 0.4 and 0.8 s.
    await expect.poll(() => losses.length, { interval: 5 }).toBe(6)
    const [first = 0, last = 0] = [times[0], times[5]]
    expect(last - first).toBeGreaterThan(1_100)
    expect(counts.ready).toBe(1)
    way.mend()
    await expect.poll(() => counts.ready).toBe(2)
    await notify('received')
    await expect.poll(() => messages).toEqual(['received'])
  })

  test('when the cable falls silent, a listener notices', async () => {
    const { messages, losses, counts, way } = await listenFar()
    way.silence()
    await expect.poll(() => counts.ready).toBe(2)
    expect(losses.map(({ message }) => message)).toEqual(['Query read timeout'])
    await notify('received')
    await expect.poll(() => messages).toEqual(['received'])
  })

  test('a listener is told again and again that it is current, but not while the server is frozen', async () => {
    const times: number[] = []
    const way = await cable(db.url ?? '')
    const subscribe = serverSubscribe(way.url, {
      clock: createServerClock(),
      timings: { connection: 300, heartbeat: 20, answer: 300 },
    })
    const { losses, counts, ...record } = recorder({ onCurrent: (time) => void times.push(time) })
    const { begun, stop } = keepListening(subscribe, 'news', { ...record })
    onTestFinished(async () => {
      await stop()
      way.close()
    })
    await begun
    await expect.poll(() => times.length).toBeGreaterThan(2)
    way.freeze()
    const frozenAt = performance.now()
    await expect.poll(() => losses.length).toBeGreaterThan(1)
    expect(times.filter((time) => time > frozenAt)).toEqual([])
    way.mend()
    await expect.poll(() => counts.ready).toBe(2)
    await expect.poll(() => times.at(-1)).toBeGreaterThan(frozenAt)
  })

  test('a listener is not current before it has caught up', async () => {
    const told: number[] = []
    let isCaughtUp = () => {}
    const caughtUp = new Promise<void>((resolve) => {
      isCaughtUp = resolve
    })
    const subscribe = serverSubscribe(db.url ?? '', {
      clock: createServerClock(),
      timings: { heartbeat: 1 },
    })
    let answers = 0
    const counted: typeof subscribe = (channel, onMessage, onLost, onAnswer) =>
      subscribe(channel, onMessage, onLost, (sentAt) => {
        answers++
        onAnswer(sentAt)
      })
    const record = recorder({ onReady: () => caughtUp, onCurrent: (time) => void told.push(time) })
    const { begun, stop } = keepListening(counted, 'news', record)
    onTestFinished(stop)
    await expect.poll(() => answers).toBeGreaterThan(5)
    expect(told).toEqual([])
    isCaughtUp()
    await begun
    await expect.poll(() => told.length).toBeGreaterThan(0)
  })

  test('the clock of the database is followed, whatever that of this process says', async () => {
    const right = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: right + 2 * 3_600_000 })
    onTestFinished(() => void vi.useRealTimers())
    const { far } = await listenFar()
    expect(Math.abs(far.clock().getTime() - right)).toBeLessThan(60_000)
  })

  test('when the connection is lost during the catching up, listening starts over', async () => {
    let hangs = true
    const { counts, losses, messages } = await listenFar({
      onReady: async () => {
        if (!hangs) return
        hangs = false
        await endBackends()
        await new Promise(() => {})
      },
    })
    expect(counts.ready).toBe(2)
    expect(losses).toHaveLength(1)
    await notify('received')
    await expect.poll(() => messages).toEqual(['received'])
  })

  test.each(['cut', 'silence'] as const)('stopping does not wait for the cable: %s', async (outage) => {
    const { counts, losses, way, stop, far } = await listenFar()
    way[outage]()
    if (outage === 'cut') await expect.poll(() => losses.length).toBeGreaterThan(1)
    const before = losses.length
    const started = performance.now()
    await Promise.all([stop(), stop()])
    // A goodbye is waited for for a second, and an answer for two.
    expect(performance.now() - started).toBeLessThan(2_000)
    way.mend()
    const later = recorder()
    await far.listen('news', later)
    await notify('after the stop')
    await expect.poll(() => later.messages).toEqual(['after the stop'])
    expect([counts.ready, losses.length]).toEqual([1, before])
  })

  test('stopping, and closing the database, leave no connection', async () => {
    const { far, stop } = await listenFar()
    await far.listen('news', recorder())
    expect(await backends()).toHaveLength(2)
    await stop()
    await expect.poll(backends).toHaveLength(1)
    await far.close()
    await expect.poll(backends).toEqual([])
  })

  test('a database that cannot be reached is waited for', async () => {
    const way = await cable(db.url ?? '')
    way.cut()
    const far = await createDb(way.url, { migrate: false })
    onTestFinished(async () => {
      await far.close()
      way.close()
    })
    const record = recorder()
    const starting = far.listen('news', record)
    await expect.poll(() => record.losses.length).toBeGreaterThan(1)
    way.mend()
    await starting
    expect(record.counts.ready).toBe(1)
  })

  test('a channel without messages stays listened to', async () => {
    const record = recorder()
    const subscribe = serverSubscribe(db.url ?? '', {
      clock: createServerClock(),
      timings: { heartbeat: 50, answer: 500 },
    })
    const { begun, stop } = keepListening(subscribe, 'news', record)
    onTestFinished(stop)
    await begun
    // Heartbeats that are at least 50 ms apart: together longer than an answer may take.
    const heartbeats = new Set<string>()
    const count = async () => {
      for (const { at } of await backends()) heartbeats.add(at)
      return heartbeats.size
    }
    await expect.poll(count, { interval: 10 }).toBeGreaterThan(12)
    await notify('late')
    await expect.poll(() => record.messages).toEqual(['late'])
    expect([record.losses, record.counts.ready]).toEqual([[], 1])
  })
})
