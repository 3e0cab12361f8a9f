import { EventEmitter, once } from 'node:events'
import { expect, it, vi } from 'vitest'
import { eventually, live, open, opened, path, router, seen } from '../testing/live.ts'
import { createApp, t } from '../testing/test-app.ts'

it('aborts the signal and lets the generator clean up when the client leaves, and reports no error', async () => {
  const onError = vi.fn()
  const client = await open(await createApp(router, { onError }))
  await opened(client)
  client.socket.destroy()
  await eventually(() => [seen.signal?.aborted, seen.cleaned]).toEqual([true, 1])
  expect(onError).not.toHaveBeenCalled()
})

it('calls return on an iterator that heeds no signal when the client leaves', async () => {
  const end = vi.fn(async () => {
    throw new Error('while cleaning up')
  })
  const iterable = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: end }),
  }
  const client = await open(await createApp(t.router({ live: live.subscription(() => iterable) })))
  await opened(client)
  client.socket.destroy()
  await eventually(() => end.mock.calls.length).toBe(1)
})

it('takes no value when the client leaves during the call', async () => {
  const end = vi.fn(async () => ({ done: true as const, value: undefined }))
  const next = vi.fn()
  const iterable = { [Symbol.asyncIterator]: () => ({ next, return: end }) }
  const calls = new EventEmitter()
  const slow = live.subscription(async ({ signal }) => {
    calls.emit('called')
    await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    return iterable
  })
  const called = once(calls, 'called')
  const client = await open(await createApp(t.router({ live: slow })))
  await called
  client.socket.destroy()
  await eventually(() => end.mock.calls.length).toBe(1)
  expect(next).not.toHaveBeenCalled()
})

it('ends both streams when a client leaves whose second request waits behind the first', async () => {
  const app = await createApp(router)
  const request = `GET /api${path} HTTP/1.1`
  const client = await open(app, `${request}\r\nHost: x\r\n\r\n${request}`)
  await eventually(() => seen.begun).toBe(2)
  client.socket.destroy()
  await eventually(() => seen.cleaned).toBe(2)
})
