import { describe, expect, onTestFinished, test } from 'vitest'
import { refusal } from '../../testing/test-api.ts'
import { abortableApi, follow, purgeTombstones, streamWorld } from '../testing/streams.ts'
import { openTaskFeed } from './feed.ts'

const world = await streamWorld()
const { services, call, signIn } = world
const unauthorized = { error: 'UNAUTHORIZED', status: 401 }
const resync = { error: 'RESYNC_REQUIRED', status: 410 }

describe('a stream is refused before it starts', () => {
  test('if the history after its revision has a gap', async () => {
    const { id: userId, api } = await signIn()
    expect(await refusal(api.task.onChange({ lastEventId: '1' }))).toMatchObject(resync)
    for (const title of ['1', '2', '3']) await api.task.create({ title })
    const [task] = (await api.task.list()).data
    await api.task.delete({ id: task?.id ?? '' })
    expect(await refusal(api.task.onChange({ lastEventId: '5' }))).toMatchObject(resync)
    await purgeTombstones(world, userId)
    expect(await refusal(api.task.onChange({ lastEventId: '3' }))).toMatchObject(resync)
    expect(services.taskFeed.watchCount(userId)).toBe(0)
    expect((await follow(api, '4')).lastEventId).toBe('4')
    expect((await follow(api, '0')).lastEventId).toBe('0')
  })

  test.each(['', 'x', '-1', '1.5', '1e3', '1'.repeat(16)])(
    'for %j, which is not a revision',
    async (lastEventId) => {
      const { api } = await signIn()
      expect(await refusal(api.task.onChange({ lastEventId }))).toMatchObject({
        error: 'VALIDATION_ERROR',
        status: 422,
        issues: [{ path: ['lastEventId'] }],
      })
    },
  )

  test('without credentials or the scope to read', async () => {
    const { api } = await signIn()
    const { key } = await api.apiKey.create({ name: 'w', scopes: ['tasks:write'] })
    expect(await refusal(call(undefined, { apiKey: key }).task.onChange())).toMatchObject({ status: 403 })
    expect(await refusal(world.anyone.task.onChange())).toMatchObject(unauthorized)
  })

  describe('if the caller has as many as allowed', () => {
    /** A process that allows two streams per user. */
    const limited = async () => {
      const taskFeed = await openTaskFeed(world.database, { maxWatches: 2 })
      onTestFinished(() => taskFeed.stop())
      const { token, id } = await signIn()
      return { id, taskFeed, api: abortableApi(world, token, { taskFeed }).api }
    }
    const tooMany = { error: 'RATE_LIMITED', status: 429 }

    test('opened one after the other', async () => {
      const { taskFeed, api } = await limited()
      await api.task.create({ title: 'x' })
      const streams = [await follow(api, '0'), await follow(api, '0')]
      for (const stream of streams) await stream.read(1)
      expect(await refusal(api.task.onChange())).toMatchObject(tooMany)
      const other = await signIn()
      await expect(follow(abortableApi(world, other.token, { taskFeed }).api)).resolves.toBeDefined()
      await streams[0]?.close()
      await expect(follow(api)).resolves.toBeDefined()
    })

    test('opened at the same time', async () => {
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
