import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { createTestDb, createTestUser, testEngine } from '@tandem/db/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openTaskFeed, type TaskFeed } from './feed.ts'
import type { Watch } from './watch.ts'

const database = await createTestDb()
afterAll(() => database.close())
const { client: db } = database

/** Opens the feed of a process and stops it after the test. */
async function openFeed(options?: Parameters<typeof openTaskFeed>[1]) {
  const feed = await openTaskFeed(database, options)
  onTestFinished(() => feed.stop())
  return feed
}

const canWatch = (feed: TaskFeed, userId: string) => {
  try {
    feed.assertCanWatch(userId)
    return true
  } catch {
    return false
  }
}

/** Starts to wait for a change. `outcome` resolves to `changed`, or to the code or message of the error. */
function wait(watch: Watch) {
  let settled: string | undefined
  const outcome = watch.changed().then(
    () => 'changed',
    (error) => error.code ?? error.message,
  )
  outcome.then((value) => {
    settled = value
  })
  return { outcome, settled: () => settled }
}

/** The outcome if it is already known, else `pending`. */
async function state({ settled }: ReturnType<typeof wait>) {
  await setImmediate()
  return settled() ?? 'pending'
}

const createTask = (userId: string) =>
  db.$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${userId}::uuid, gen_random_uuid(), 'x')`

describe('a watch', () => {
  test('is woken by changes of its user only', async () => {
    const feed = await openFeed()
    const [ada, bob] = [randomUUID(), randomUUID()]
    const waits = [feed.watch(ada, 0), feed.watch(ada, 7), feed.watch(bob, 0)].map(wait)
    expect(await Promise.all(waits.map(state))).toEqual(['pending', 'pending', 'pending'])
    feed.notify(ada)
    expect(await Promise.all(waits.map(state))).toEqual(['changed', 'changed', 'pending'])
    feed.notify(randomUUID())
    expect(await Promise.all(waits.map(state))).toEqual(['changed', 'changed', 'pending'])
    feed.notify(bob)
    expect(await Promise.all(waits.map(state))).toEqual(['changed', 'changed', 'changed'])
  })

  test('remembers one change that came while nobody waited', async () => {
    const feed = await openFeed()
    const watch = feed.watch('ada', 0)
    feed.notify('ada')
    feed.notify('ada')
    expect(await state(wait(watch))).toBe('changed')
    const next = wait(watch)
    expect(await state(next)).toBe('pending')
    feed.notify('ada')
    expect(await state(next)).toBe('changed')
    expect(await state(wait(watch))).toBe('pending')
  })

  test('rejects with the first reason once it has ended', async () => {
    const feed = await openFeed()
    const watch = feed.watch('ada', 0)
    const waiting = wait(watch)
    expect(() => watch.throwIfEnded()).not.toThrow()
    watch.end(new Error('first'))
    watch.end(new Error('second'))
    expect(await state(waiting)).toBe('first')
    expect(() => watch.throwIfEnded()).toThrow('first')
    feed.notify('ada')
    await expect(watch.changed()).rejects.toThrow('first')
  })

  test('counts towards the limit of its user until it is closed', async () => {
    const feed = await openFeed({ maxWatches: 2 })
    expect([canWatch(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 0])
    const first = feed.watch('ada', 0)
    expect([canWatch(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 1])
    feed.watch('ada', 0)
    expect([canWatch(feed, 'ada'), feed.watchCount('ada')]).toEqual([false, 2])
    expect(() => feed.watch('ada', 0)).toThrow('too many streams')
    expect([canWatch(feed, 'bob'), feed.watchCount('bob')]).toEqual([true, 0])
    first.end(new Error('over'))
    expect(feed.watchCount('ada')).toBe(2)
    first.close()
    first.close()
    expect([canWatch(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 1])
  })

  test('is not limited by default', async () => {
    const feed = await openFeed()
    for (let n = 0; n < 1000; n++) feed.watch('ada', 0)
    expect([canWatch(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 1000])
  })
})

test('a stopped feed ends its watches, and those opened later', async () => {
  const feed = await openFeed()
  const early = [feed.watch('ada', 0), feed.watch('bob', 0)].map(wait)
  await feed.stop()
  const late = wait(feed.watch('ada', 0))
  expect(await Promise.all([...early, late].map(state))).toEqual(Array(3).fill('SERVICE_UNAVAILABLE'))
})

test('polling wakes a watch that is behind and no other', async () => {
  const feed = await openFeed({ pollIntervalMs: 20 })
  const [ada, bob] = [(await createTestUser(db)).id, (await createTestUser(db)).id]
  await createTask(bob)
  const [behind, current] = [wait(feed.watch(ada, 0)), wait(feed.watch(bob, 1))]
  // Without `notify`, as by a process that died after its commit.
  await createTask(ada)
  expect(await behind.outcome).toBe('changed')
  expect(await state(current)).toBe('pending')
})

describe.runIf(testEngine === 'postgresql')('between two processes', () => {
  /** The connections that listen for this database's feeds. */
  const listeners = () => db.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'tandem tandem_tasks'`

  test('each is woken by the other, and not by its own notification', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const own = here.watch('ada', 0)
    const [ada, bob] = [there.watch('ada', 0), there.watch('bob', 0)]
    for (let round = 0; round < 3; round++) {
      const [adaWait, bobWait] = [wait(ada), wait(bob)]
      here.notify('ada')
      expect(await state(wait(own))).toBe('changed')
      expect(await adaWait.outcome).toBe('changed')
      expect(await state(bobWait)).toBe('pending')
      // `here` has received its own notification by the time it receives this later one.
      const reply = wait(here.watch('bob', 0))
      there.notify('bob')
      expect(await Promise.all([bobWait.outcome, reply.outcome])).toEqual(['changed', 'changed'])
      const again = wait(own)
      expect(await state(again)).toBe('pending')
      here.notify('ada')
      expect(await again.outcome).toBe('changed')
      expect(await wait(ada).outcome).toBe('changed')
    }
  })

  test('more users than fit into one notification are woken', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const ids = Array.from({ length: 450 }, () => randomUUID())
    const waits = ids.map((id) => wait(there.watch(id, 0)))
    for (const id of ids) here.notify(id)
    const outcomes = await Promise.all(waits.map(({ outcome }) => outcome))
    expect(outcomes).toEqual(ids.map(() => 'changed'))
  })

  test('stop sends the pending notifications', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const { outcome } = wait(there.watch('ada', 0))
    here.notify('ada')
    await here.stop()
    expect(await outcome).toBe('changed')
  })

  test('a feed that reconnects finds the changes it missed, and is notified again', async () => {
    // None polls.
    const options = { pollIntervalMs: 600_000 }
    const [here, there] = [await openFeed(options), await openFeed(options)]
    const { id } = await createTestUser(db)
    const watch = there.watch(id, 0)
    const missed = wait(watch)
    const before = (await listeners()).map(({ pid }) => pid)
    expect(before).toHaveLength(2)
    await createTask(id)
    for (const pid of before) await db.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
    await expect.poll(missed.settled).toBe('changed')
    watch.position = 1
    await expect
      .poll(async () => (await listeners()).filter(({ pid }) => !before.includes(pid)).length)
      .toBe(2)
    const next = wait(watch)
    here.notify(id)
    expect(await next.outcome).toBe('changed')
  })
})
