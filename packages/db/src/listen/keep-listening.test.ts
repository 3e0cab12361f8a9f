import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { recorder } from '../testing/recorder.ts'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'
import { createListen, type Listener } from './keep-listening.ts'
import type { Subscribe } from './subscription.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
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

test('the messages of a channel arrive in order, and those of others do not', async () => {
  const { messages, notify, losses, counts, channel } = await listen()
  const other = await listen()
  expect(counts.ready).toBe(1)
  await notify('hello')
  await expect.poll(() => messages).toEqual(['hello'])

  const many = Array.from({ length: 200 }, (_, i) => `${i} ü`)
  for (const payload of many) await notify(payload)
  await db.client.$executeRawUnsafe(`NOTIFY ${pg.escapeIdentifier(channel)}`)
  await expect.poll(() => messages).toEqual(['hello', ...many, ''])
  expect(other.messages).toEqual([])
  expect(losses).toEqual([])
})

test('the messages of a transaction arrive when it commits, and never if it does not', async () => {
  const { messages, notify } = await listen()
  const earlier: string[] = []
  await db.client.$transaction(async (tx) => {
    await createTestUser(tx)
    await notify('one', tx)
    await notify('two', tx)
    await tx.user.count()
    // What is committed meanwhile arrives; PGlite has no second session to commit it.
    if (testEngine === 'postgresql') earlier.push('earlier')
    for (const payload of earlier) await notify(payload)
    await expect.poll(() => messages).toEqual(earlier)
  })
  await expect.poll(() => messages).toEqual([...earlier, 'one', 'two'])

  const failing = db.client.$transaction(async (tx) => {
    await notify('never', tx)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await notify('three')
  await expect.poll(() => messages).toEqual([...earlier, 'one', 'two', 'three'])
})

test('when one of several listeners to a channel stops, the others go on', async () => {
  const first = await listen()
  const second = recorder()
  const stop = await db.listen(first.channel, second)
  await first.notify('both')
  await expect.poll(() => second.messages).toEqual(['both'])
  await Promise.all([stop(), stop()])
  await stop()
  await first.notify('first')
  await expect.poll(() => first.messages).toEqual(['both', 'first'])
  expect(second.messages).toEqual(['both'])
  expect(second.losses).toEqual([])
})

test('a message sent while the listener catches up arrives', async () => {
  const channel = 'meanwhile'
  const messages: string[] = []
  const stop = await db.listen(channel, {
    onReady: async () => {
      await db.client.$executeRaw`SELECT pg_notify(${channel}, 'meanwhile')`
      await expect.poll(() => messages).toEqual(['meanwhile'])
    },
    onMessage: (payload) => messages.push(payload),
  })
  expect(messages).toEqual(['meanwhile'])
  await stop()
})

test('when catching up or handling a message fails, listening starts over', async () => {
  let failing = 3
  const { losses, counts, notify, messages } = await listen({
    onReady: async () => {
      if (failing-- > 0) throw new Error('cannot catch up')
    },
    onMessage: (payload) => {
      if (payload === 'bad') throw new Error('cannot handle')
    },
    onLost: () => {
      throw new Error('cannot report')
    },
  })
  expect(counts.ready).toBe(4)
  expect(losses.map(({ message }) => message)).toEqual(Array(3).fill('cannot catch up'))
  await notify('bad')
  await expect.poll(() => counts.ready).toBe(5)
  expect(losses.at(-1)?.message).toBe('cannot handle')
  await notify('good')
  await expect.poll(() => messages).toEqual(['bad', 'good'])
})

test('closing the database stops its listeners, including those that have not begun', async () => {
  const other = await createTestDb()
  const record = recorder()
  await other.listen('closing', record)
  const unready = recorder({ onReady: () => Promise.reject(new Error('not yet')) })
  const refused = expect(other.listen('starting', unready)).rejects.toThrow(
    'listening to starting was stopped',
  )
  await expect.poll(() => unready.losses.length).toBeGreaterThan(0)
  await other.close()
  await refused
  await expect(other.listen('late', record)).rejects.toThrow('the database is closed')
  expect(record.losses).toEqual([])
})

test.runIf(testEngine === 'pglite')(
  'when the connection of PGlite is replaced, it listens again',
  async () => {
    const { messages, losses, counts, notify } = await listen()
    await expect(db.client.$queryRawUnsafe('not SQL')).rejects.toThrow()
    await expect.poll(() => counts.ready).toBe(2)
    expect(losses.map(({ message }) => message)).toEqual(['the connection was replaced'])
    await notify('after')
    await expect.poll(() => messages).toEqual(['after'])
  },
)

test('a connection that was good is replaced at once, and no message arrives after the stop', async () => {
  const made: Parameters<Subscribe>[] = []
  let closed = 0
  const { listen } = createListen((...connection) => {
    made.push(connection)
    const close = async () => {
      await nextTurn()
      closed++
    }
    return { confirmed: Promise.resolve(), close }
  })
  const record = recorder()
  const stop = await listen('any', record)
  const started = performance.now()
  for (let round = 1; round <= 6; round++) {
    made.at(-1)?.[2](new Error('lost'))
    await expect.poll(() => record.counts.ready, { interval: 1 }).toBe(1 + round)
  }
  // After connections that were bad it would take four seconds at least.
  expect(performance.now() - started).toBeLessThan(3_000)
  made.at(-1)?.[1]('in time')
  await stop()
  expect(closed).toBe(made.length)
  made.at(-1)?.[1]('late')
  expect(record.messages).toEqual(['in time'])
})

test('stopping does not wait for the next attempt', async () => {
  let attempts = 0
  const { listen, stopAll } = createListen(() => {
    attempts++
    return { confirmed: Promise.reject(new Error('no')), close: async () => {} }
  })
  const record = recorder()
  const refused = expect(listen('any', record)).rejects.toThrow('was stopped')
  // The fifth attempt comes at least 0.6 s after the fourth.
  await expect.poll(() => record.losses.length, { interval: 5 }).toBeGreaterThan(3)
  const before = attempts
  await stopAll()
  await refused
  expect(attempts).toBe(before)
})
