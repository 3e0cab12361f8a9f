import { createTestDb, testEngine } from '@tandem/db/testing'
import { isTrackedEnvelope } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { createContext } from '../../core/context.ts'
import type { Services } from '../../core/services.ts'
import { purge } from '../../purge.ts'
import { appRouter } from '../../router.ts'
import { refusal, testApi } from '../../testing/test-api.ts'
import type { Task } from '../schema.ts'
import { openTaskFeed } from './feed.ts'
import type { TaskChange } from './schema.ts'

const database = await createTestDb()
afterAll(() => database.close())
const world = await testApi(database)
const { db, clock, services, call, signIn } = world
// The database has a clock of its own, by which sessions end.
clock.advance(Date.now() - clock().getTime())

type Api = Awaited<ReturnType<typeof signIn>>['api']

const nameOf = (change: TaskChange) => (change.type === 'delete' ? change.id : change.task.title)

/** A stream, read by hand; one that a test leaves open is left with the test. */
async function follow(api: Api, lastEventId?: string) {
  const stream = await api.task.onChange(lastEventId === undefined ? undefined : { lastEventId })
  const events = stream[Symbol.asyncIterator]()
  const leave = () => events.return?.()
  let open = false
  onTestFinished(() => (open ? undefined : void leave()))
  const next = async () => {
    open = true
    const { value, done } = await events.next()
    open = false
    if (done) return
    const envelope: unknown = value
    if (!isTrackedEnvelope<TaskChange>(envelope)) throw new Error('An event without an id')
    const [id, change] = envelope
    return { id, change }
  }
  const read = async (count: number) => {
    const seen: [string, string][] = []
    while (seen.length < count) {
      const event = await next()
      if (!event) throw new Error('The stream has ended')
      seen.push([event.id, nameOf(event.change)])
    }
    return seen
  }
  return { next, read, leave, lastEventId: 'lastEventId' in stream ? stream.lastEventId : undefined }
}

/** Somebody who calls a process with services of its own, and may leave. */
function callerOf(token: string, own: Partial<Services> = {}) {
  const leaving = new AbortController()
  const request = {
    requestId: 'test',
    address: '192.0.2.1',
    calls: 1,
    takeFromLimit: async () => true,
    authorization: `Bearer ${token}`,
  }
  const context = () => createContext({ ...services, ...own }, request)
  const api = appRouter.createCaller(context, { signal: leaving.signal })
  return { api, leave: () => leaving.abort() }
}

const keyOf = async (api: Api, expiresAt: string | null = null) => {
  const { id, key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read'], expiresAt })
  return { id, api: call(undefined, { apiKey: key }) }
}

const unauthorized = { error: 'UNAUTHORIZED', status: 401 }
const resync = { error: 'RESYNC_REQUIRED', status: 410 }

async function forgetDeletions(userId: string) {
  await db.deletedTask.updateMany({ where: { userId }, data: { deletedAt: new Date(0) } })
  await purge(db, clock())
}

describe('a stream', () => {
  test('tells what changes from when it was asked for, each by its revision', async () => {
    const [{ api }, other] = [await signIn(), await signIn()]
    const { id } = await api.task.create({ title: 'before' })
    const stream = await follow(api)
    expect(stream.lastEventId).toBe('1')
    await api.task.create({ title: 'at once' })
    expect(await stream.read(1)).toEqual([['2', 'at once']])

    const waiting = stream.read(1)
    await other.api.task.create({ title: "somebody else's" })
    await api.task.update({ id, title: 'changed' })
    expect(await waiting).toEqual([['3', 'changed']])
    // Of what comes while nobody reads, the latest is enough.
    await api.task.update({ id })
    await api.task.delete({ id })
    await api.task.restore({ id })
    expect(await stream.read(1)).toEqual([['5', 'changed']])
  })

  test('begins after the revision that the caller has', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'one' })
    await api.task.create({ title: 'two' })
    await api.task.delete({ id })
    await api.task.create({ title: 'four' })
    expect(await (await follow(api, '0')).read(3)).toEqual([
      ['2', 'two'],
      ['3', id],
      ['4', 'four'],
    ])
    const stream = await follow(api, '3')
    expect([stream.lastEventId, await stream.read(1)]).toEqual(['3', [['4', 'four']]])
    const current = await follow(api, '4')
    const waiting = current.read(1)
    await api.task.create({ title: 'five' })
    expect(await waiting).toEqual([['5', 'five']])
  })

  test('carries the task as it is answered anywhere', async () => {
    const { api } = await signIn()
    const stream = await follow(api)
    const waiting = stream.next()
    const task = await api.task.create({
      title: 'x',
      tags: ['t'],
      dueAt: '2026-01-02T03:04:05.678Z',
      status: 'done',
    })
    expect(await waiting).toEqual({ id: '1', change: { type: 'upsert', task } })
  })

  test('tells a bulk in its order, and all of it', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'first' })
    const stream = await follow(api)
    const waiting = stream.read(3)
    await api.task.bulk({
      operations: [
        { type: 'create', title: 'a' },
        { type: 'delete', id },
        { type: 'create', title: 'b' },
      ],
    })
    expect(await waiting).toEqual([
      ['2', 'a'],
      ['3', id],
      ['4', 'b'],
    ])
  })

  test('tells what a call with a key has done, once', async () => {
    const { api, token } = await signIn()
    const keyed = call(`Bearer ${token}`, { idempotencyKey: 'k' })
    const stream = await follow(api)
    const waiting = stream.read(2)
    await keyed.task.create({ title: 'a' })
    await keyed.task.create({ title: 'a' })
    await api.task.create({ title: 'b' })
    expect(await waiting).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ])
  })

  test('tells hundreds of changes that came at once, even where deletions are forgotten', async () => {
    const { id: userId, api } = await signIn()
    const titles = Array.from({ length: 250 }, (_, n) => `${n + 1}`)
    for (const title of titles) await db.task.create({ data: { userId, id: uuidv7(), title } })
    const { id } = await api.task.create({ title: 'gone' })
    const stream = await follow(api)
    await api.task.delete({ id })
    await forgetDeletions(userId)
    expect(await (await follow(api, '0')).read(250)).toEqual(titles.map((title) => [title, title]))

    await db.task.updateMany({ where: { userId }, data: { priority: 'high' } })
    services.taskFeed.notify(userId)
    await expect(refusal(stream.next())).resolves.toMatchObject(resync)
    const ids = (await (await follow(api, '252')).read(250)).map(([number]) => Number(number))
    expect(ids).toEqual(titles.map((_, n) => 253 + n))
  })

  test('that breaks off anywhere misses nothing and repeats nothing', async () => {
    const { api } = await signIn()
    const copy = new Map<string, Task>()
    const ids: number[] = []
    const writing = (async () => {
      for (let n = 0; n < 40; n++) {
        const { id } = await api.task.create({ title: `${n}` })
        if (n % 2) await api.task.update({ id, title: `${n} again` })
        if (n % 3 === 0) await api.task.delete({ id })
      }
      return (await api.task.changes({ limit: 1000 })).revision
    })()
    for (let connection = 0; ids.at(-1) !== 74; connection++) {
      const stream = await follow(api, String(ids.at(-1) ?? 0))
      for (let n = connection % 4; n >= 0 && ids.at(-1) !== 74; n--) {
        const event = await stream.next()
        if (!event) throw new Error('The stream has ended')
        ids.push(Number(event.id))
        if (event.change.type === 'delete') copy.delete(event.change.id)
        else copy.set(event.change.task.id, event.change.task)
      }
      await stream.leave()
    }
    expect(await writing).toBe(74)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    const byId = (tasks: Iterable<Task>) => [...tasks].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(copy.values())).toEqual(byId((await api.task.list({ limit: 100 })).data))
  })

  test('waits for whoever reads it', async () => {
    const { api, token } = await signIn()
    const taken: (() => void)[] = []
    const drained = () => new Promise<void>((resolve) => taken.push(resolve))
    const stream = await follow(call(`Bearer ${token}`, { drained }), '0')
    await api.task.create({ title: 'a' })
    await api.task.create({ title: 'b' })
    let seen = 0
    const reading = stream.read(1).then(() => seen++)
    await expect.poll(() => taken.length).toBe(1)
    expect(seen).toBe(0)
    taken[0]?.()
    await reading
    expect(taken).toHaveLength(1)
  })

  test.runIf(testEngine === 'postgresql')('tells what another process has done', async () => {
    const there = await testApi(database)
    const { api, token } = await signIn()
    const stream = await follow(api)
    const waiting = stream.read(1)
    await there.call(`Bearer ${token}`).task.create({ title: 'from there' })
    expect(await waiting).toEqual([['1', 'from there']])
  })
})

describe('a stream is refused before it begins', () => {
  test('where it would have to leave a gap', async () => {
    const { id: userId, api } = await signIn()
    expect(await refusal(api.task.onChange({ lastEventId: '1' }))).toMatchObject(resync)
    for (const title of ['1', '2', '3']) await api.task.create({ title })
    const [task] = (await api.task.list()).data
    await api.task.delete({ id: task?.id ?? '' })
    expect(await refusal(api.task.onChange({ lastEventId: '5' }))).toMatchObject(resync)
    await forgetDeletions(userId)
    expect(await refusal(api.task.onChange({ lastEventId: '3' }))).toMatchObject(resync)
    expect(services.taskFeed.watchCount(userId)).toBe(0)
    expect((await follow(api, '4')).lastEventId).toBe('4')
    expect((await follow(api, '0')).lastEventId).toBe('0')
  })

  test.each(['', 'x', '-1', '1.5', '1e3', '1'.repeat(16)])(
    'from %j, which is no revision',
    async (lastEventId) => {
      const { api } = await signIn()
      expect(await refusal(api.task.onChange({ lastEventId }))).toMatchObject({
        error: 'VALIDATION_ERROR',
        status: 422,
        issues: [{ path: ['lastEventId'] }],
      })
    },
  )

  test('to whoever may not read', async () => {
    const { api } = await signIn()
    const { key } = await api.apiKey.create({ name: 'w', scopes: ['tasks:write'] })
    expect(await refusal(call(undefined, { apiKey: key }).task.onChange())).toMatchObject({ status: 403 })
    expect(await refusal(world.anyone.task.onChange())).toMatchObject(unauthorized)
  })

  describe('where the caller has too many', () => {
    /** A process in which nobody may have more than two. */
    const limited = async () => {
      const taskFeed = await openTaskFeed(database, { maxWatches: 2 })
      onTestFinished(() => taskFeed.stop())
      const { token, id } = await signIn()
      return { id, taskFeed, api: callerOf(token, { taskFeed }).api }
    }
    const tooMany = { error: 'RATE_LIMITED', status: 429 }

    test('one after the other', async () => {
      const { taskFeed, api } = await limited()
      await api.task.create({ title: 'x' })
      const streams = [await follow(api, '0'), await follow(api, '0')]
      for (const stream of streams) await stream.read(1)
      expect(await refusal(api.task.onChange())).toMatchObject(tooMany)
      const other = await signIn()
      await expect(follow(callerOf(other.token, { taskFeed }).api)).resolves.toBeDefined()
      await streams[0]?.leave()
      await expect(follow(api)).resolves.toBeDefined()
    })

    test('all at once', async () => {
      const { id, taskFeed, api } = await limited()
      await api.task.create({ title: 'x' })
      const opened = await Promise.allSettled(
        Array.from({ length: 10 }, async () => (await follow(api, '0')).read(1)),
      )
      expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      expect(taskFeed.watchCount(id)).toBe(2)
    })
  })
})

describe('a stream ends', () => {
  test.each<[string, (user: { id: string; sessionId: string; api: Api }) => Promise<unknown>]>([
    [
      'with its session',
      ({ sessionId: id }) => db.session.update({ where: { id }, data: { revokedAt: new Date() } }),
    ],
    ['when its user signs out', ({ api }) => api.auth.logout()],
    ['when its user is gone', ({ id }) => db.user.delete({ where: { id } })],
  ])('%s', async (_, end) => {
    const user = await signIn()
    const stream = await follow(user.api)
    const waiting = refusal(stream.next())
    await expect.poll(() => services.taskFeed.watchCount(user.id)).toBe(1)
    await end(user)
    expect(await waiting).toMatchObject(unauthorized)
    expect(services.taskFeed.watchCount(user.id)).toBe(0)
    expect(await stream.next()).toBeUndefined()
  })

  test('even where its session had ended before it was read', async () => {
    const { sessionId, api } = await signIn()
    await api.task.create({ title: 'x' })
    const stream = await follow(api)
    services.revocations.add([sessionId])
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
  })

  test.each<[string, (userId: string) => Promise<unknown>]>([
    ['is deleted', (userId) => db.apiKey.deleteMany({ where: { userId } })],
    ['has a user who is deactivated', (id) => db.user.update({ where: { id }, data: { isActive: false } })],
  ])('when its API key %s, and no other does', async (_, end) => {
    const [ada, bob] = [await signIn(), await signIn()]
    const [stream, others] = [
      await follow((await keyOf(ada.api)).api),
      await follow((await keyOf(bob.api)).api),
    ]
    const [waiting, going] = [refusal(stream.next()), others.read(1)]
    await expect.poll(() => services.taskFeed.watchCount(ada.id)).toBe(1)
    await end(ada.id)
    expect(await waiting).toMatchObject(unauthorized)
    await bob.api.task.create({ title: 'goes on' })
    expect(await going).toEqual([['1', 'goes on']])
  })

  test('even where its API key had ended before it was read', async () => {
    const { id: userId, api } = await signIn()
    const { id, api: byKey } = await keyOf(api)
    const stream = await follow(byKey)
    await db.apiKey.delete({ where: { id } })
    await expect.poll(() => services.revocations.has(id)).toBe(true)
    const waiting = refusal(stream.next())
    await api.task.create({ title: 'not for a key that is gone' })
    expect(await waiting).toMatchObject(unauthorized)
    expect(services.taskFeed.watchCount(userId)).toBe(0)
  })

  test('when the access token that opened it expires', async () => {
    const { id, api } = await signIn()
    const left = 900_000 - (clock().getTime() % 1000) - 80
    clock.advance(left)
    onTestFinished(() => clock.advance(-left))
    const stream = await follow(api)
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
    expect(services.taskFeed.watchCount(id)).toBe(0)
  })

  test('when the API key that opened it expires, and not before', async () => {
    const { api } = await signIn()
    const within = (ms: number) => new Date(clock().getTime() + ms).toISOString()
    const soon = await follow((await keyOf(api, within(80))).api)
    // Longer than a timer can wait.
    const later = await follow((await keyOf(api, within(60 * 86_400_000))).api)
    const waiting = later.read(1)
    expect(await refusal(soon.next())).toMatchObject(unauthorized)
    await api.task.create({ title: 'x' })
    expect(await waiting).toEqual([['1', 'x']])
  })

  test('when its process does, saying so', async () => {
    const taskFeed = await openTaskFeed(database)
    const { token } = await signIn()
    const stream = await follow(callerOf(token, { taskFeed }).api)
    const waiting = refusal(stream.next())
    await taskFeed.stop()
    expect(await waiting).toMatchObject({ error: 'SERVICE_UNAVAILABLE', status: 503 })
  })

  test('when its caller leaves, whatever it was doing, and leaves nothing behind', async () => {
    const { id, token, api } = await signIn()
    let listening = 0
    const onRevoked = (...[credentialId, listener]: Parameters<typeof services.revocations.onRevoked>) => {
      const stop = services.revocations.onRevoked(credentialId, listener)
      listening++
      return () => {
        listening--
        stop()
      }
    }
    const caller = () => callerOf(token, { revocations: { ...services.revocations, onRevoked } })
    const left = () => [services.taskFeed.watchCount(id), listening]
    await api.task.create({ title: 'x' })

    const returned = await follow(caller().api, '0')
    await returned.read(1)
    expect(left()).toEqual([1, 1])
    await returned.leave()
    expect([await returned.next(), left()]).toEqual([undefined, [0, 0]])

    const aborted = caller()
    const waiting = (await follow(aborted.api)).next()
    await expect.poll(left).toEqual([1, 1])
    aborted.leave()
    expect([await waiting, left()]).toEqual([undefined, [0, 0]])

    const unread = caller()
    const stream = await follow(unread.api, '0')
    unread.leave()
    expect([await stream.next(), left()]).toEqual([undefined, [0, 0]])
  })
})
