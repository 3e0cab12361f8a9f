import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { refusal } from '../../testing/test-api.ts'
import { type Api, abortableApi, apiByKey, follow, streamWorld } from '../testing/streams.ts'
import { openTaskFeed } from './feed.ts'

const world = await streamWorld()
const { db, clock, services, signIn } = world
const unauthorized = { error: 'UNAUTHORIZED', status: 401 }

describe('a stream ends', () => {
  test.each<[string, (user: { id: string; sessionId: string; api: Api }) => Promise<unknown>]>([
    [
      'when its session is revoked',
      ({ sessionId: id }) => db.session.update({ where: { id }, data: { revokedAt: new Date() } }),
    ],
    ['when its user logs out', ({ api }) => api.auth.logout()],
    ['when its user is deleted', ({ id }) => db.user.delete({ where: { id } })],
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

  test('on its first read if its session ended before', async () => {
    const { sessionId, api } = await signIn()
    await api.task.create({ title: 'x' })
    const stream = await follow(api)
    services.revocations.add([sessionId])
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
  })

  test('with an error that waits for who asked for it, as tRPC asks for an event ahead', async () => {
    const unheard: unknown[] = []
    const note = (reason: unknown) => void unheard.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
    const { sessionId, api } = await signIn()
    await api.task.create({ title: 'x' })
    const stream = await api.task.onChange({ lastEventId: '0' })
    services.revocations.add([sessionId])
    const events = stream[Symbol.asyncIterator]()
    const ahead = events.next()
    // After the event that was asked for.
    await events.return?.()
    await setImmediate()
    expect(unheard).toEqual([])
    expect(await refusal(ahead)).toMatchObject(unauthorized)
  })

  test('before it sends what was changed before its session ended', async () => {
    const { sessionId, api } = await signIn()
    await api.task.create({ title: 'x' })
    const stream = await follow(api, '0')
    services.revocations.add([sessionId])
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
  })

  test('between two changes that it has read together', async () => {
    const { sessionId, api } = await signIn()
    for (const title of ['sent', 'not sent']) await api.task.create({ title })
    const stream = await follow(api, '0')
    expect(await stream.read(1)).toEqual([['1', 'sent']])
    services.revocations.add([sessionId])
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
  })

  test.each<[string, (userId: string) => Promise<unknown>]>([
    ['is deleted', (userId) => db.apiKey.deleteMany({ where: { userId } })],
    ['has its user deactivated', (id) => db.user.update({ where: { id }, data: { isActive: false } })],
  ])('when its API key %s, but not when another does', async (_, end) => {
    const [ada, bob] = [await signIn(), await signIn()]
    const [stream, others] = [
      await follow((await apiByKey(world, ada.api)).api),
      await follow((await apiByKey(world, bob.api)).api),
    ]
    const [waiting, going] = [refusal(stream.next()), others.read(1)]
    await expect.poll(() => services.taskFeed.watchCount(ada.id)).toBe(1)
    await end(ada.id)
    expect(await waiting).toMatchObject(unauthorized)
    await bob.api.task.create({ title: 'goes on' })
    expect(await going).toEqual([['1', 'goes on']])
  })

  test('on its first read if its API key was deleted before', async () => {
    const { id: userId, api } = await signIn()
    const { id, api: byKey } = await apiByKey(world, api)
    const stream = await follow(byKey)
    await db.apiKey.delete({ where: { id } })
    await expect.poll(() => services.revocations.has(id)).toBe(true)
    const waiting = refusal(stream.next())
    await api.task.create({ title: 'not for a deleted key' })
    expect(await waiting).toMatchObject(unauthorized)
    expect(services.taskFeed.watchCount(userId)).toBe(0)
  })

  test('before it sends anything, if its session ended while this process did not hear of it', async () => {
    const { id, sessionId, token, api } = await signIn()
    const { lookUp } = services.revocations
    const deaf = { ...services.revocations, onRevoked: () => () => {}, isCurrent: () => false, lookUp }
    const stream = await follow(abortableApi(world, token, { revocations: deaf }).api)
    const first = stream.read(1)
    await api.task.create({ title: 'while the session was open' })
    expect(await first).toEqual([['1', 'while the session was open']])
    const waiting = refusal(stream.next())
    await db.session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } })
    await db.task.createMany({ data: { userId: id, id: crypto.randomUUID(), title: 'not for it' } })
    services.taskFeed.notify(id)
    expect(await waiting).toMatchObject(unauthorized)
  })

  test('when the access token that opened it expires', async () => {
    const { id, api } = await signIn()
    const untilExpiry = 900_000 - (clock().getTime() % 1000) - 80
    clock.advance(untilExpiry)
    onTestFinished(() => clock.advance(-untilExpiry))
    const stream = await follow(api)
    expect(await refusal(stream.next())).toMatchObject(unauthorized)
    expect(services.taskFeed.watchCount(id)).toBe(0)
  })

  test('when the API key that opened it expires, not before', async () => {
    const { api } = await signIn()
    const within = (ms: number) => new Date(clock().getTime() + ms).toISOString()
    const soon = await follow((await apiByKey(world, api, within(80))).api)
    // Beyond the longest timer.
    const later = await follow((await apiByKey(world, api, within(60 * 86_400_000))).api)
    const waiting = later.read(1)
    expect(await refusal(soon.next())).toMatchObject(unauthorized)
    await api.task.create({ title: 'x' })
    expect(await waiting).toEqual([['1', 'x']])
  })

  test('with 503 when its process shuts down', async () => {
    const taskFeed = await openTaskFeed(world.database)
    const { token } = await signIn()
    const stream = await follow(abortableApi(world, token, { taskFeed }).api)
    const waiting = refusal(stream.next())
    await taskFeed.stop()
    expect(await waiting).toMatchObject({ error: 'SERVICE_UNAVAILABLE', status: 503 })
  })

  test('and releases its watch and listener, however its caller disconnects', async () => {
    const { id, token, api } = await signIn()
    let listeners = 0
    const onRevoked = (...[credentialId, listener]: Parameters<typeof services.revocations.onRevoked>) => {
      const stop = services.revocations.onRevoked(credentialId, listener)
      listeners++
      return () => {
        listeners--
        stop()
      }
    }
    const caller = () => abortableApi(world, token, { revocations: { ...services.revocations, onRevoked } })
    const held = () => [services.taskFeed.watchCount(id), listeners]
    await api.task.create({ title: 'x' })

    const returned = await follow(caller().api, '0')
    await returned.read(1)
    expect(held()).toEqual([1, 1])
    await returned.close()
    expect([await returned.next(), held()]).toEqual([undefined, [0, 0]])

    const aborted = caller()
    const waiting = (await follow(aborted.api)).next()
    await expect.poll(held).toEqual([1, 1])
    aborted.abort()
    expect([await waiting, held()]).toEqual([undefined, [0, 0]])

    const unread = caller()
    const stream = await follow(unread.api, '0')
    unread.abort()
    expect([await stream.next(), held()]).toEqual([undefined, [0, 0]])
  })
})
