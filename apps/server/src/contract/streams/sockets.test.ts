import { once } from 'node:events'
import { connect } from 'node:net'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { serve, serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'
import { followEvents, overWebSocket } from '../../testing/requests/subscriptions.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

describe('tRPC over a WebSocket', () => {
  test('checks the credentials of each call again', async () => {
    const ada = await server.signIn()
    const { trpc } = overWebSocket(ada)
    const task = await trpc.task.create.mutate({ title: 'over a socket' })
    expect(await trpc.task.get.query({ id: task.id })).toEqual(task)
    await expect(trpc.admin.listUsers.query()).rejects.toMatchObject({ data: { error: 'FORBIDDEN' } })
    await ada.trpc.auth.logout.mutate()
    await expect(trpc.task.get.query({ id: task.id })).rejects.toMatchObject({
      data: { error: 'UNAUTHORIZED' },
    })
  })

  test.each([
    ['token', async (caller: Caller) => ({ token: caller.token })],
    [
      'apiKey',
      async (caller: Caller) => ({
        apiKey: (await caller.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:read'] })).key,
      }),
    ],
  ])('accepts credentials as %s', async (_, paramsOf) => {
    const ada = await server.signIn()
    const params = await paramsOf(ada)
    const { trpc } = overWebSocket(ada, () => params)
    expect((await trpc.task.list.query()).data).toEqual([])
  })

  test('without credentials only public procedures can be called', async () => {
    const { trpc } = overWebSocket(await server.signIn(), () => ({}))
    await expect(trpc.task.list.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
  })

  test('each call counts against the rate limit', async () => {
    const limited = await serveDuringTest({ RATE_LIMIT_MAX: '5' })
    const { trpc } = overWebSocket(await limited.signIn())
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => trpc.task.list.query()))
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(3)
    expect(refused[0]).toMatchObject({ reason: { data: { error: 'RATE_LIMITED' } } })
  })

  test('each connection counts as a call', async () => {
    const limited = await serveDuringTest({ RATE_LIMIT_MAX: '2' })
    const closes: number[] = []
    const open = Array.from({ length: 3 }, () => {
      const socket = new WebSocket(`${limited.url.replace(/^http/, 'ws')}/trpc`)
      onTestFinished(() => socket.terminate())
      socket.on('close', (code) => closes.push(code))
      return socket
    })
    await expect.poll(() => closes).toEqual([1013])
    const left = () => open.filter(({ readyState }) => readyState === WebSocket.OPEN)
    await expect.poll(left).toHaveLength(2)
    for (const socket of left()) {
      const pong = once(socket, 'pong')
      socket.ping()
      await pong
    }
    expect(closes).toEqual([1013])
  })

  test('a message that is too long ends its connection and no other', async () => {
    const ada = await server.signIn()
    const { trpc, closes } = overWebSocket(ada)
    await trpc.task.list.query()
    const description = 'x'.repeat(300_000)
    const refused = trpc.task.create.mutate({ title: 'x', description }).then(
      () => 'created',
      () => 'cut off',
    )
    await expect.poll(() => closes.length).toBeGreaterThan(0)
    expect(await refused).toBe('cut off')
    expect(await overWebSocket(ada).trpc.task.list.query()).toMatchObject({ data: [] })
  })
})

describe('closing', () => {
  test('ends every stream, and does not wait for a silent connection', async () => {
    const closing = await serve(server.database)
    const ada = await closing.signIn()
    const stream = await followEvents(ada)
    const notices: unknown[] = []
    overWebSocket(ada).trpc.task.onChange.subscribe(undefined, {
      onStarted: () => notices.push('started'),
      onError: (error) => notices.push(error),
    })
    const silent = connect(Number(new URL(closing.url).port), '127.0.0.1')
    onTestFinished(() => void silent.destroy())
    await expect.poll(() => notices).toEqual(['started'])
    await closing.app.close()
    await stream.ended
    // A client that is not told of an end reconnects.
    expect(notices).toEqual(['started'])
  })
})
