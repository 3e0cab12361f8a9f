import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'
import { recorder } from './listening.fixture.ts'
import { type Hear, type Listener, listeners } from './listening.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
}, 60_000)
afterAll(() => db.close())

let channels = 0
/** Listens to a channel of the test's own. */
async function listen(listener: Partial<Listener> = {}) {
  const channel = `Channel "${++channels}"`
  const record = recorder(listener)
  const stop = await db.listen(channel, record)
  onTestFinished(stop)
  const notify = (payload: string, client: Pick<TestDatabase['client'], '$executeRaw'> = db.client) =>
    client.$executeRaw`SELECT pg_notify(${channel}, ${payload})`
  return { ...record, channel, stop, notify }
}

test('messages arrive in order, and only those of the channel', async () => {
  const { heard, notify, lost, counts, channel } = await listen()
  const other = await listen()
  expect(counts.ready).toBe(1)
  await notify('hello')
  await vi.waitFor(() => expect(heard).toEqual(['hello']), { interval: 5 })

  const many = Array.from({ length: 200 }, (_, i) => `${i} ü`)
  for (const payload of many) await notify(payload)
  await db.client.$executeRawUnsafe(`NOTIFY ${pg.escapeIdentifier(channel)}`)
  await expect.poll(() => heard).toEqual(['hello', ...many, ''])
  expect(other.heard).toEqual([])
  expect(lost).toEqual([])
})

test('messages of a transaction arrive when it commits, and never when it does not', async () => {
  const { heard, notify } = await listen()
  await db.client.$transaction(async (tx) => {
    await createTestUser(tx)
    await notify('one', tx)
    await notify('two', tx)
    await tx.user.count()
    await sleep(50)
    expect(heard).toEqual([])
  })
  await expect.poll(() => heard).toEqual(['one', 'two'])

  const failing = db.client.$transaction(async (tx) => {
    await notify('never', tx)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await notify('three')
  await expect.poll(() => heard).toEqual(['one', 'two', 'three'])
})

test('several can listen to one channel, and one that stops leaves the others', async () => {
  const first = await listen()
  const second = recorder()
  const stop = await db.listen(first.channel, second)
  await first.notify('both')
  await expect.poll(() => second.heard).toEqual(['both'])
  await Promise.all([stop(), stop()])
  await stop()
  await first.notify('first')
  await expect.poll(() => first.heard).toEqual(['both', 'first'])
  expect(second.heard).toEqual(['both'])
  expect(second.lost).toEqual([])
})

test('nothing falls between the start and the catching up: what is sent meanwhile is heard', async () => {
  const channel = 'meanwhile'
  const heard: string[] = []
  const stop = await db.listen(channel, {
    onReady: async () => {
      await db.client.$executeRaw`SELECT pg_notify(${channel}, 'meanwhile')`
      await vi.waitFor(() => expect(heard).toEqual(['meanwhile']))
    },
    onMessage: (payload) => heard.push(payload),
  })
  expect(heard).toEqual(['meanwhile'])
  await stop()
})

test('what cannot be caught up with, or handled, is a loss that is made good', async () => {
  let failing = 3
  const { lost, counts, notify, heard } = await listen({
    onReady: async () => {
      if (failing-- > 0) throw new Error('cannot catch up')
    },
    onMessage: (payload) => {
      if (payload === 'bad') throw new Error('cannot handle')
    },
    onLost: () => {
      throw new Error('cannot even say so')
    },
  })
  expect(counts.ready).toBe(4)
  expect(lost.map(({ message }) => message)).toEqual(Array(3).fill('cannot catch up'))
  await notify('bad')
  await expect.poll(() => counts.ready).toBe(5)
  expect(lost.at(-1)?.message).toBe('cannot handle')
  await notify('good')
  await expect.poll(() => heard).toEqual(['bad', 'good'])
})

test('a database that closes stops its listeners, also those that have not begun', async () => {
  const other = await createTestDb()
  const record = recorder()
  await other.listen('closing', record)
  const starting = other.listen('starting', {
    onReady: () => Promise.reject(new Error('not yet')),
    onMessage: () => {},
  })
  const refused = expect(starting).rejects.toThrow('listening to starting was stopped')
  await sleep(50)
  await other.close()
  await refused
  await expect(other.listen('late', record)).rejects.toThrow('the database is closed')
  expect(record.lost).toEqual([])
})

test.runIf(testEngine === 'pglite')('a connection of PGlite that is replaced listens again', async () => {
  const { heard, lost, counts, notify } = await listen()
  await expect(db.client.$queryRawUnsafe('not SQL')).rejects.toThrow()
  await expect.poll(() => counts.ready).toBe(2)
  expect(lost.map(({ message }) => message)).toEqual(['the connection was replaced'])
  await notify('after')
  await expect.poll(() => heard).toEqual(['after'])
})

test('a connection that was good is replaced at once, and not heard after the stop', async () => {
  const made: Parameters<Hear>[] = []
  let closed = 0
  const { listen } = listeners((...connection) => {
    made.push(connection)
    const close = async () => {
      await sleep(10)
      closed++
    }
    return { listening: Promise.resolve(), close }
  })
  const record = recorder()
  const stop = await listen('any', record)
  const started = performance.now()
  for (let round = 1; round <= 6; round++) {
    made.at(-1)?.[2](new Error('lost'))
    await expect.poll(() => record.counts.ready, { interval: 1 }).toBe(1 + round)
  }
  expect(performance.now() - started).toBeLessThan(1_000)
  made.at(-1)?.[1]('in time')
  await stop()
  expect(closed).toBe(made.length)
  made.at(-1)?.[1]('late')
  expect(record.heard).toEqual(['in time'])
})

test('stopping does not wait for the next attempt', async () => {
  const { listen, stopAll } = listeners(() => ({
    listening: Promise.reject(new Error('no')),
    close: async () => {},
  }))
  const record = recorder()
  const refused = expect(listen('any', record)).rejects.toThrow('was stopped')
  // The fifth attempt comes at least 0.6 s after the fourth.
  await expect.poll(() => record.lost.length, { timeout: 3_000, interval: 5 }).toBe(4)
  const started = performance.now()
  await stopAll()
  await refused
  expect(performance.now() - started).toBeLessThan(300)
})
