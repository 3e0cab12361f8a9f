import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'
import { overSse, overWebSocket } from '../../testing/subscriptions.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

describe.each([
  ['server-sent events', overSse],
  ['a WebSocket', (caller: Caller) => overWebSocket(caller)],
])('task.onChange over %s', (_, connectTo) => {
  const subscribe = (caller: Caller, lastEventId?: string) => {
    const changes: unknown[] = []
    const errors: unknown[] = []
    const subscription = connectTo(caller).trpc.task.onChange.subscribe(
      lastEventId === undefined ? undefined : { lastEventId },
      {
        onData: ({ id, data }) => changes.push({ revision: id, ...data }),
        onError: (error) => errors.push(error),
      },
    )
    onTestFinished(() => subscription.unsubscribe())
    return { changes, errors, subscription }
  }

  test('sends each change, tracked by its revision', async () => {
    const ada = await server.signIn()
    const first = await ada.trpc.task.create.mutate({ title: 'first' })
    const { changes } = subscribe(ada, '0')
    await expect.poll(() => changes).toEqual([{ revision: '1', type: 'upsert', task: first }])
    await ada.trpc.task.delete.mutate({ id: first.id })
    await expect.poll(() => changes.slice(1)).toEqual([{ revision: '2', type: 'delete', id: first.id }])
  })

  test('a revision of the future is RESYNC_REQUIRED', async () => {
    const { errors } = subscribe(await server.signIn(), '7')
    await expect.poll(() => errors).toMatchObject([{ data: { error: 'RESYNC_REQUIRED', httpStatus: 410 } }])
  })

  test('ends with its session', async () => {
    const ada = await server.signIn()
    const task = await ada.trpc.task.create.mutate({ title: 'x' })
    const { changes, errors } = subscribe(ada, '0')
    await expect.poll(() => changes).toEqual([{ revision: '1', type: 'upsert', task }])
    await ada.trpc.auth.logout.mutate()
    await expect.poll(() => errors).toMatchObject([{ data: { error: 'UNAUTHORIZED' } }])
  })

  test('leaves no watch behind when it is stopped', async () => {
    const limited = await serveDuringTest()
    const ada = await limited.signIn()
    const task = await ada.trpc.task.create.mutate({ title: 'x' })
    const { changes, subscription } = subscribe(ada, '0')
    await expect.poll(() => changes).toEqual([{ revision: '1', type: 'upsert', task }])
    expect(limited.services.taskFeed.watchCount(ada.id)).toBe(1)
    subscription.unsubscribe()
    await expect.poll(() => limited.services.taskFeed.watchCount(ada.id)).toBe(0)
  })
})
