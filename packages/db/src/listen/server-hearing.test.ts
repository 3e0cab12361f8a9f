import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createDb } from '../create-db.ts'
import { cable } from '../testing/cable.ts'
import { createTestDb, type TestDatabase, testServerUrl } from '../testing/testing.ts'
import { recorder } from './listening.fixture.ts'
import type { Listener } from './listening.ts'

// What only a server can do: get lost.
describe.runIf(testServerUrl)('listening to PostgreSQL', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await createTestDb()
  })
  afterAll(() => db.close())

  const notify = (payload: string) => db.client.$executeRaw`SELECT pg_notify('news', ${payload})`
  const backends = () => db.client.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query IN ('LISTEN "news"', 'SELECT 1')`
  const endBackends = async () => {
    for (const { pid } of await backends())
      await db.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
  }

  /** Listens through a cable, from what is another process for all that the server knows. */
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

  test('a listener whose backend is ended listens again and catches up', async () => {
    const { heard, lost, counts } = await listenFar()
    for (let round = 1; round <= 3; round++) {
      await endBackends()
      await expect.poll(() => counts.ready, { interval: 5, timeout: 500 }).toBe(1 + round)
      await notify(`after ${round}`)
      await expect.poll(() => heard.at(-1)).toBe(`after ${round}`)
    }
    expect(heard).toHaveLength(3)
    expect(lost.map(({ message }) => message)).toEqual(Array(3).fill(expect.stringMatching(/administrator/)))
    expect(await backends()).toHaveLength(1)
  })

  test('a cut cable is noticed at once, and tried until it is mended', async () => {
    const { heard, lost, counts, way } = await listenFar()
    way.cut()
    await notify('missed')
    await expect.poll(() => lost.length, { timeout: 200 }).toBeGreaterThan(0)
    await sleep(1_500)
    // At once, then after about 0.1, 0.2, 0.4 and 0.8 s.
    expect(lost.length).toBeGreaterThanOrEqual(4)
    expect(lost.length).toBeLessThanOrEqual(7)
    expect(counts.ready).toBe(1)
    way.mend()
    await expect.poll(() => counts.ready, { timeout: 2_500 }).toBe(2)
    await notify('heard')
    await expect.poll(() => heard).toEqual(['heard'])
  })

  test('a cable that falls silent is noticed within seconds', async () => {
    const { heard, lost, counts, way } = await listenFar()
    way.silence()
    await expect.poll(() => counts.ready, { timeout: 5_900 }).toBe(2)
    expect(lost.map(({ message }) => message)).toEqual(['Query read timeout'])
    await notify('heard')
    await expect.poll(() => heard).toEqual(['heard'])
  })

  test('a connection that is lost while catching up is made again', async () => {
    let hangs = true
    const { counts, lost, heard } = await listenFar({
      onReady: async () => {
        if (!hangs) return
        hangs = false
        await endBackends()
        await new Promise(() => {})
      },
    })
    expect(counts.ready).toBe(2)
    expect(lost).toHaveLength(1)
    await notify('heard')
    await expect.poll(() => heard).toEqual(['heard'])
  })

  test.each(['cut', 'silence'] as const)('stopping does not wait for a cable: %s', async (outage) => {
    const { counts, lost, way, stop, far } = await listenFar()
    way[outage]()
    if (outage === 'cut') await expect.poll(() => lost.length).toBeGreaterThan(1)
    const before = lost.length
    const started = performance.now()
    await Promise.all([stop(), stop()])
    expect(performance.now() - started).toBeLessThan(1_500)
    way.mend()
    await sleep(500)
    expect([counts.ready, lost.length]).toEqual([1, before])
    await far.close()
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

  test('a database out of reach is waited for', async () => {
    const way = await cable(db.url ?? '')
    way.cut()
    const far = await createDb(way.url, { migrate: false })
    onTestFinished(async () => {
      await far.close()
      way.close()
    })
    const record = recorder()
    const starting = far.listen('news', record)
    await expect.poll(() => record.lost.length).toBeGreaterThan(1)
    way.mend()
    await starting
    expect(record.counts.ready).toBe(1)
  })

  test('a quiet channel stays listened to', async () => {
    const { heard, lost, counts } = await listenFar()
    await sleep(6_000)
    await notify('late')
    await expect.poll(() => heard).toEqual(['late'])
    expect([lost, counts.ready]).toEqual([[], 1])
  })
})
