import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createApp, listen, t } from './testing/test-app.ts'

const signals: AbortSignal[] = []
const seen = (signal: AbortSignal | undefined) => {
  if (signal) signals.push(signal)
}
const wait = (signal: AbortSignal | undefined) =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve(undefined)))

const router = t.router({
  quick: t.procedure.meta({ openapi: { method: 'GET', path: '/quick' } }).query(({ signal }) => {
    seen(signal)
    return { aborted: signal?.aborted }
  }),
  slow: t.procedure.meta({ openapi: { method: 'GET', path: '/slow' } }).query(async ({ signal }) => {
    seen(signal)
    await wait(signal)
  }),
  post: t.procedure
    .meta({ openapi: { method: 'POST', path: '/post' } })
    .input(z.object({ wait: z.boolean() }))
    .mutation(async ({ input, signal }) => {
      seen(signal)
      if (input.wait) await wait(signal)
      else await new Promise((resolve) => setTimeout(resolve, 50))
      return { aborted: signal?.aborted }
    }),
})

it('does not abort a call whose client waits', async () => {
  const port = await listen(await createApp(router))
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
])('aborts a call whose client went away: %s', async (request) => {
  const port = await listen(await createApp(router))
  signals.length = 0
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(request)
  await vi.waitFor(() => expect(signals).toHaveLength(1))
  expect(signals[0]?.aborted).toBe(false)
  socket.destroy()
  await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true))
})

it('HEAD says how long GET would be, and sends nothing', async () => {
  const port = await listen(await createApp(router))
  const get = await fetch(`http://127.0.0.1:${port}/api/quick`)
  const head = await fetch(`http://127.0.0.1:${port}/api/quick`, { method: 'HEAD' })
  for (const name of ['content-length', 'content-type', 'etag'])
    expect(head.headers.get(name)).toBe(get.headers.get(name))
  expect(await head.text()).toBe('')
})

it('takes a chunked body, and refuses one on GET', async () => {
  const port = await listen(await createApp(router))
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
