import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { LazyAbortController } from './index.ts'

describe('a signal that is made where it is looked at', () => {
  it('is an AbortSignal', () => {
    const { signal } = new LazyAbortController()
    expect(signal).toBeInstanceOf(AbortSignal)
    expect(signal.constructor).toBe(AbortSignal)
    expect('aborted' in signal).toBe(true)
    expect([signal.aborted, signal.reason, signal.onabort]).toEqual([false, undefined, null])
    expect(() => signal.throwIfAborted()).not.toThrow()
  })

  it('tells whoever listens, by any of the ways to listen, and once', () => {
    const controller = new LazyAbortController()
    const { signal } = controller
    const [added, removed, handler] = [vi.fn(), vi.fn(), vi.fn()]
    signal.addEventListener('abort', added)
    signal.addEventListener('abort', removed)
    signal.removeEventListener('abort', removed)
    signal.onabort = handler
    controller.abort()
    controller.abort()
    expect([added, removed, handler].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1])
    expect(signal.aborted).toBe(true)
    expect(signal.reason).toMatchObject({ name: 'AbortError' })
    expect(() => signal.throwIfAborted()).toThrow(signal.reason)
  })

  it('has aborted for who looks later', () => {
    const controller = new LazyAbortController()
    controller.abort()
    expect(controller.signal.aborted).toBe(true)
  })

  it('says once that it is made, and may be aborted by that', () => {
    const whenMade = vi.fn((made: LazyAbortController) => made.abort())
    const { signal } = new LazyAbortController(whenMade)
    expect(whenMade).not.toHaveBeenCalled()
    expect([signal.aborted, signal.aborted]).toEqual([true, true])
    expect(whenMade).toHaveBeenCalledOnce()
  })

  it('is not asked again where it had been aborted before', () => {
    const whenMade = vi.fn()
    const controller = new LazyAbortController(whenMade)
    controller.abort()
    expect(controller.signal.aborted).toBe(true)
    expect(whenMade).not.toHaveBeenCalled()
  })

  it('ends what Node waits for: timers, events, other signals, fetch', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const controller = new LazyAbortController()
    const { signal } = controller
    const any = AbortSignal.any([signal, new AbortController().signal])
    const waiting = [
      sleep(60_000, undefined, { signal }),
      once(new EventTarget(), 'never', { signal }),
      fetch(`http://127.0.0.1:${port}`, { signal }),
      new Promise((_, reject) => any.addEventListener('abort', () => reject(any.reason))),
    ]
    const ended = Promise.allSettled(waiting)
    await once(server, 'request')
    controller.abort()
    for (const outcome of await ended) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } })
    }
    server.closeAllConnections()
    server.close()
  })
})
