import { testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { applyChanges, byId, listById, type Replica } from '../testing/replica.ts'
import { follow, purgeTombstones, streamWorld } from '../testing/streams.ts'

const world = await streamWorld()
const { db, services, call, signIn } = world
const resync = { error: 'RESYNC_REQUIRED', status: 410 }

describe('a stream', () => {
  test('without a revision sends the changes made since it was opened', async () => {
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
    // Only the latest change of a task is sent after a pause in reading.
    await api.task.update({ id })
    await api.task.delete({ id })
    await api.task.restore({ id })
    expect(await stream.read(1)).toEqual([['5', 'changed']])
  })

  test('starts after the revision of the caller', async () => {
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

  test('sends the task as other procedures return it', async () => {
    const { api } = await signIn()
    const stream = await follow(api)
    const waiting = stream.next()
    const task = await api.task.create({
      title: 'x',
      tags: ['t'],
      dueAt: '2026-01-02T03:04:05.678Z',
      status: 'done',
    })
    const { epoch } = await api.task.changes()
    expect(await waiting).toEqual({ id: '1', epoch, change: { type: 'upsert', task } })
  })

  test('sends all changes of a bulk in order', async () => {
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

  test('sends the change of a call with an idempotency key once', async () => {
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

  test('sends hundreds of changes made at once, even after tombstones were purged', async () => {
    const { id: userId, api } = await signIn()
    const titles = Array.from({ length: 250 }, (_, n) => `${n + 1}`)
    await db.task.createMany({ data: titles.map((title) => ({ userId, id: uuidv7(), title })) })
    const { id } = await api.task.create({ title: 'gone' })
    const stream = await follow(api)
    await api.task.delete({ id })
    await purgeTombstones(world, userId)
    expect(await (await follow(api, '0')).read(250)).toEqual(titles.map((title) => [title, title]))

    await db.task.updateMany({ where: { userId }, data: { priority: 'high' } })
    services.taskFeed.notify(userId)
    await expect(refusal(stream.next())).resolves.toMatchObject(resync)
    const ids = (await (await follow(api, '252')).read(250)).map(([number]) => Number(number))
    expect(ids).toEqual(titles.map((_, n) => 253 + n))
  })

  test('that is interrupted and resumed neither misses nor repeats a change', async () => {
    const user = await signIn()
    const { api } = user
    const replica: Replica = new Map()
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
        applyChanges(replica, [event.change])
      }
      await stream.close()
    }
    expect(await writing).toBe(74)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    expect(byId(replica.values())).toEqual(await listById(user))
  })

  test('waits for the reader before it sends the next event', async () => {
    const { api, token } = await signIn()
    const resume: (() => void)[] = []
    const drained = () => new Promise<void>((resolve) => resume.push(resolve))
    const stream = await follow(call(`Bearer ${token}`, { drained }), '0')
    await api.task.create({ title: 'a' })
    await api.task.create({ title: 'b' })
    let seen = 0
    const reading = stream.read(1).then(() => seen++)
    await expect.poll(() => resume.length).toBe(1)
    expect(seen).toBe(0)
    resume[0]?.()
    await reading
    expect(seen).toBe(1)
    expect(resume).toHaveLength(1)
  })

  test.runIf(testEngine === 'postgresql')('sends the changes made by another process', async () => {
    const there = await testApi(world.database)
    const { api, token } = await signIn()
    const stream = await follow(api)
    const waiting = stream.read(1)
    await there.call(`Bearer ${token}`).task.create({ title: 'from there' })
    expect(await waiting).toEqual([['1', 'from there']])
  })
})
