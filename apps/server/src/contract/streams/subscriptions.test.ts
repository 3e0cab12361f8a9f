import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'
import { overSse, overWebSocket } from '../../testing/requests/subscriptions.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

describe.each([
  ['server-sent events', overSse],
  ['a WebSocket', (caller: Caller) => overWebSocket(caller)],
])('task.onChange over %s', (_, connectTo) => {
  const subscribe = (caller: Caller, lastEventId?: string, epoch?: string) => {
    const changes: unknown[] = []
    const epochs = new Set<string>()
    const errors: unknown[] = []
    const subscription = connectTo(caller).trpc.task.onChange.subscribe(
      lastEventId === undefined ? undefined : { lastEventId, epoch },
      {
        onData: ({ id, data: { epoch, ...change } }) => {
          epochs.add(epoch)
          changes.push({ revision: id, ...change })
        },
        onError: (error) => errors.push(error),
      },
    )
    onTestFinished(() => subscription.unsubscribe())
    return { changes, epochs, errors, subscription }
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

  test('names its epoch, and a revision of another epoch is RESYNC_REQUIRED', async () => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const { epoch } = await ada.trpc.task.changes.query()
    const { epochs, errors } = subscribe(ada, '0', epoch)
    await expect.poll(() => [...epochs]).toEqual([epoch])
    const other = subscribe(ada, '0', 'another')
    await expect
      .poll(() => other.errors)
      .toMatchObject([{ data: { error: 'RESYNC_REQUIRED', httpStatus: 410 } }])
    expect(errors).toEqual([])
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
