import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, createContext, listen, t } from './testing/test-app.ts'

const signals: AbortSignal[] = []
const keep = (signal: AbortSignal | undefined) => {
  if (signal) signals.push(signal)
}
const aborted = (signal: AbortSignal | undefined) =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve(undefined)))
/** The request of the last call. */
let request: IncomingMessage | undefined

const router = t.router({
  quick: t.procedure.meta({ openapi: { method: 'GET', path: '/quick' } }).query(({ signal }) => {
    keep(signal)
    return { aborted: signal?.aborted }
  }),
  slow: t.procedure.meta({ openapi: { method: 'GET', path: '/slow' } }).query(async ({ signal }) => {
    keep(signal)
    await aborted(signal)
  }),
  post: t.procedure
    .meta({ openapi: { method: 'POST', path: '/post' } })
    .input(z.object({ wait: z.boolean() }))
    .mutation(async ({ input, signal }) => {
      keep(signal)
      if (input.wait) await aborted(signal)
      else await expect.poll(() => request?.closed).toBe(true)
      return { aborted: signal?.aborted }
    }),
})

const start = async () =>
  listen(
    await createApp(router, {
      createContext: (options) => {
        request = options.req.raw
        return createContext(options)
      },
    }),
  )

it('does not abort the signal of a call while its client waits, even when the request has closed', async () => {
  const port = await start()
  const get = await fetch(`http://127.0.0.1:${port}/api/quick`)
  expect(await get.json()).toEqual({ aborted: false })
  const post = await fetch(`http://127.0.0.1:${port}/api/post`, {
    method: 'POST',
    body: '{"wait":false}',
    headers: { 'content-type': 'application/json' },
  })
  expect(await post.json()).toEqual({ aborted: false })
})

it.each([
  'GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /api/post HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"wait":true}',
])('aborts the signal of a call when its client leaves: %s', async (request) => {
  const port = await start()
  signals.length = 0
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(request)
  await expect.poll(() => signals).toHaveLength(1)
  expect(signals[0]?.aborted).toBe(false)
  socket.destroy()
  await expect.poll(() => signals[0]?.aborted).toBe(true)
})

it('answers HEAD with the headers of GET and no body', async () => {
  const port = await start()
  const get = await fetch(`http://127.0.0.1:${port}/api/quick`)
  const head = await fetch(`http://127.0.0.1:${port}/api/quick`, { method: 'HEAD' })
  for (const name of ['content-length', 'content-type', 'etag'])
    expect(head.headers.get(name)).toBe(get.headers.get(name))
  expect(await head.text()).toBe('')
})

it('takes a chunked body with POST, and refuses one with GET', async () => {
  const port = await start()
  const send = async (head: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `${head}\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{"wait":false}\r\n0\r\n\r\n`,
    )
    let answer = ''
    for await (const chunk of socket) answer += chunk
    return answer.split('\r\n')[0]
  }
  expect(await send('POST /api/post HTTP/1.1\r\nContent-Type: application/json')).toBe('HTTP/1.1 200 OK')
  expect(await send('GET /api/quick HTTP/1.1')).toBe('HTTP/1.1 422 Unprocessable Entity')
})
