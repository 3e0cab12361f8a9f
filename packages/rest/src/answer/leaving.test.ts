import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { closed, eventually, open } from '../testing/live.ts'
import { createApp, t } from '../testing/test-app.ts'

const request = 'GET /api/it HTTP/1.1'
const procedure = t.procedure.meta({ openapi: { method: 'GET', path: '/it', responseType: 'text/plain' } })

/** An app whose one route returns what `make` does, and the errors that it reports. */
async function serve(make: (signal: AbortSignal | undefined) => unknown, stallMs = 30_000) {
  const errors: unknown[] = []
  const router = t.router({ it: procedure.query(({ signal }) => make(signal)) })
  const app = await createApp(router, {
    onError: ({ error }) => errors.push(error.message),
    stream: { stallMs },
  })
  return { app, errors }
}

it('a web stream is cancelled when the client leaves, also while it waits', async () => {
  let isCancelled = false
  const { app, errors } = await serve(
    () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from('begun')),
        cancel: () => {
          isCancelled = true
        },
      }),
  )
  const client = await open(app, request)
  await eventually(() => client.text).toContain('begun')
  client.socket.destroy()
  await eventually(() => isCancelled).toBe(true)
  expect(errors).toEqual([])
})

it('a Node stream is destroyed when the client leaves', async () => {
  for (const objectMode of [false, true]) {
    const stream = new Readable({ objectMode, read: () => {} })
    stream.push('begun')
    const { app, errors } = await serve(() => stream)
    const client = await open(app, request)
    await eventually(() => client.text).toContain('begun')
    client.socket.destroy()
    await eventually(() => stream.destroyed).toBe(true)
    expect(errors).toEqual([])
  }
})

it('a generator that waits is woken by its signal and cleans up', async () => {
  let isClean = false
  const { app, errors } = await serve(async function* (signal) {
    try {
      yield 'begun'
      await once(process, 'never', { signal })
    } finally {
      isClean = true
    }
  })
  const client = await open(app, request)
  await eventually(() => client.text).toContain('begun')
  client.socket.destroy()
  await eventually(() => isClean).toBe(true)
  expect(errors).toEqual([])
})

it('the signal of a call stays quiet when its stream ends', async () => {
  let signal: AbortSignal | undefined
  const { app } = await serve((given) => {
    signal = given
    return Readable.from(['all'])
  })
  const client = await open(app, request)
  await eventually(() => client.text).toContain('all')
  client.socket.destroy()
  await closed(client)
  expect(signal?.aborted).toBe(false)
})

it('an error after the first byte is reported and ends the connection, so that the part is not taken for the whole', async () => {
  const { app, errors } = await serve(async function* () {
    yield 'begun'
    await new Promise(setImmediate)
    throw new Error('the disk is gone')
  })
  const client = await open(app, request)
  await closed(client)
  expect(client.text).toContain('begun')
  expect(client.text).not.toMatch(/\r\n0\r\n\r\n$/)
  expect(errors).toEqual(['the disk is gone'])
})

it('a stream is read as fast as the client takes it, and a client that takes nothing is disconnected', async () => {
  let pulled = 0
  let isDone = false
  const { app } = await serve(async function* () {
    try {
      for (; pulled < 10_000; pulled++) yield Buffer.alloc(65_536)
    } finally {
      isDone = true
    }
  }, 200)
  await open(app, request, { reads: false })
  await eventually(() => isDone).toBe(true)
  expect(pulled).toBeLessThan(1000)
})

it('what was made for a client that has left is let go of', async () => {
  const stream = new Readable({ read: () => {} })
  let isCalled = false
  const { app } = await serve(async (signal = new AbortController().signal) => {
    isCalled = true
    await once(signal, 'abort')
    return stream
  })
  const client = await open(app, request)
  await eventually(() => isCalled).toBe(true)
  client.socket.destroy()
  await eventually(() => stream.destroyed).toBe(true)
})

it('a procedure that says that it ignores its signal gets none', async () => {
  const told = t.procedure.meta({ openapi: { method: 'GET', path: '/told' } })
  const untold = t.procedure.meta({ openapi: { method: 'GET', path: '/untold' }, ignoresSignal: true })
  const app = await createApp(
    t.router({
      told: told.query(({ signal }) => signal instanceof AbortSignal),
      untold: untold.query(({ signal }) => signal === undefined),
    }),
  )
  expect((await app.inject('/api/told')).json()).toBe(true)
  expect((await app.inject('/api/untold')).json()).toBe(true)
})
