import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { createTestDb, createTestUser, testEngine } from '@tandem/db/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openTaskFeed, type TaskFeed, type Watch } from './feed.ts'

const hasRoom = (feed: TaskFeed, userId: string) => {
  try {
    feed.assertCanWatch(userId)
    return true
  } catch {
    return false
  }
}

const database = await createTestDb()
afterAll(() => database.close())
const { client: db } = database

/** The feed of a process, until the test is over. */
async function openFeed(options?: Parameters<typeof openTaskFeed>[1]) {
  const feed = await openTaskFeed(database, options)
  onTestFinished(() => feed.stop())
  return feed
}

/** Whether there is news, without waiting for it. Whatever waits after this is woken by the next news. */
function listen(watch: Watch) {
  const heard: string[] = []
  const waiting = watch.changed().then(
    () => heard.push('news'),
    (error) => heard.push(error.code ?? error.message),
  )
  return { heard, waiting }
}
async function state({ heard }: ReturnType<typeof listen>) {
  await setImmediate()
  return heard[0] ?? 'waits'
}

const shuttingDown = 'SERVICE_UNAVAILABLE'

describe('a watch', () => {
  test('is woken by news of its user alone', async () => {
    const feed = await openFeed()
    const [ada, bob] = [randomUUID(), randomUUID()]
    const waiting = [feed.watch(ada, 0), feed.watch(ada, 7), feed.watch(bob, 0)].map(listen)
    expect(await Promise.all(waiting.map(state))).toEqual(['waits', 'waits', 'waits'])
    feed.notify(ada)
    expect(await Promise.all(waiting.map(state))).toEqual(['news', 'news', 'waits'])
    feed.notify(randomUUID())
    feed.notify(bob)
    expect(await Promise.all(waiting.map(state))).toEqual(['news', 'news', 'news'])
  })

  test('does not lose news that came while nobody waited, and tells it once', async () => {
    const feed = await openFeed()
    const watch = feed.watch('ada', 0)
    feed.notify('ada')
    feed.notify('ada')
    await watch.changed()
    const next = listen(watch)
    expect(await state(next)).toBe('waits')
    feed.notify('ada')
    expect(await state(next)).toBe('news')
    expect(await state(listen(watch))).toBe('waits')
  })

  test('that is ended says why, now and later', async () => {
    const feed = await openFeed()
    const watch = feed.watch('ada', 0)
    const waiting = listen(watch)
    watch.check()
    watch.end(new Error('first'))
    watch.end(new Error('second'))
    expect(await state(waiting)).toBe('first')
    expect(() => watch.check()).toThrow('first')
    feed.notify('ada')
    await expect(watch.changed()).rejects.toThrow('first')
  })

  test('counts until it is closed', async () => {
    const feed = await openFeed({ maxWatches: 2 })
    expect([hasRoom(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 0])
    const first = feed.watch('ada', 0)
    expect([hasRoom(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 1])
    feed.watch('ada', 0)
    expect([hasRoom(feed, 'ada'), feed.watchCount('ada')]).toEqual([false, 2])
    expect([hasRoom(feed, 'bob'), feed.watchCount('bob')]).toEqual([true, 0])
    first.end(new Error('over'))
    expect(feed.watchCount('ada')).toBe(2)
    first.close()
    first.close()
    expect([hasRoom(feed, 'ada'), feed.watchCount('ada')]).toEqual([true, 1])
  })

  test('has company without end where nothing is said', async () => {
    const feed = await openFeed()
    for (let n = 0; n < 1000; n++) feed.watch('ada', 0)
    expect(hasRoom(feed, 'ada')).toBe(true)
  })
})

test('a feed that stops ends all that watch, and all that come too late', async () => {
  const feed = await openFeed()
  const early = [feed.watch('ada', 0), feed.watch('bob', 0)].map(listen)
  await feed.stop()
  const late = listen(feed.watch('ada', 0))
  expect(await Promise.all([...early, late].map(state))).toEqual([shuttingDown, shuttingDown, shuttingDown])
})

describe.runIf(testEngine === 'postgresql')('of two processes', () => {
  /** The connections that listen, of all feeds there are. */
  const listening = () => db.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN "tandem_tasks"', 'SELECT 1')`

  test('each hears what the other rings, and does not hear itself', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const own = here.watch('ada', 0)
    const others = [there.watch('ada', 0), there.watch('bob', 0)]
    for (let round = 0; round < 3; round++) {
      const [ada, bob] = others.map(listen)
      here.notify('ada')
      await own.changed()
      await ada?.waiting
      if (bob) expect(await state(bob)).toBe('waits')
      there.notify('bob')
      await bob?.waiting
      expect(await state(listen(own))).toBe('waits')
      here.notify('ada')
    }
  })

  test('one hears of as many users as there are', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const ids = Array.from({ length: 450 }, () => randomUUID())
    const waiting = ids.map((id) => listen(there.watch(id, 0)).waiting)
    for (const id of ids) here.notify(id)
    await Promise.all(waiting)
  })

  test('one that stops still tells what it has been told', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const { waiting, heard } = listen(there.watch('ada', 0))
    here.notify('ada')
    await here.stop()
    await waiting
    expect(heard).toEqual(['news'])
  })

  test('one finds by itself what nobody rang for, and wakes nobody else', async () => {
    const feed = await openFeed()
    const [ada, bob] = [(await createTestUser(db)).id, (await createTestUser(db)).id]
    const create = (userId: string) =>
      db.$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${userId}::uuid, gen_random_uuid(), 'x')`
    await create(bob)
    const [behind, current] = [listen(feed.watch(ada, 0)), listen(feed.watch(bob, 1))]
    await create(ada)
    expect(await state(behind)).toBe('waits')
    await expect.poll(() => behind.heard, { timeout: 7_000 }).toEqual(['news'])
    expect(await state(current)).toBe('waits')
  })

  test('one that was cut off looks for what it has missed, and hears again', async () => {
    const [here, there] = [await openFeed(), await openFeed()]
    const { id } = await createTestUser(db)
    const watch = there.watch(id, 0)
    const missed = listen(watch)
    const before = (await listening()).map(({ pid }) => pid)
    expect(before).toHaveLength(2)
    await db.$executeRaw`INSERT INTO tasks (user_id, id, title) VALUES (${id}::uuid, gen_random_uuid(), 'x')`
    for (const pid of before) await db.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
    // Long before it would have looked anyway.
    await expect.poll(() => missed.heard, { timeout: 3_000 }).toEqual(['news'])
    watch.position = 1
    await expect
      .poll(async () => (await listening()).filter(({ pid }) => !before.includes(pid)).length, {
        timeout: 3_000,
      })
      .toBe(2)
    const next = listen(watch)
    here.notify(id)
    await next.waiting
    expect(next.heard).toEqual(['news'])
  })
})
