import { TRPCError } from '@trpc/server'
import { describe, expect, it, vi } from 'vitest'
import {
  bodyOf,
  closed,
  counting,
  eventually,
  feed,
  live,
  open,
  opened,
  path,
  router,
  seen,
  waiting,
  yielding,
} from '../testing/live.ts'
import { createApp, guarded, t } from '../testing/test-app.ts'

describe('an error of the call', () => {
  it.each([
    ['UNAUTHORIZED', 401],
    ['FORBIDDEN', 403],
    ['NOT_FOUND', 404],
  ] as const)('is answered with its status: %s', async (code, status) => {
    const onError = vi.fn()
    const checked = live.subscription(async () => {
      await Promise.resolve()
      if (status > 0) throw new TRPCError({ code, message: 'No' })
      return counting([])
    })
    const app = await createApp(t.router({ live: checked }), { onError })
    const client = await open(app)
    await eventually(() => client.text).toContain('"requestId"')
    expect(client.text).toMatch(`HTTP/1.1 ${status} `)
    expect(client.text).toMatch('content-type: application/problem+json')
    expect(onError).toHaveBeenCalledTimes(1)
  })

  it('may come from a guard, from the context, or from a result that is no stream', async () => {
    const guardedLive = guarded.meta({ openapi: { method: 'GET', path } })
    const app = await createApp(t.router({ live: guardedLive.subscription(() => waiting(undefined)) }))
    expect((await app.inject(`/api${path}`)).statusCode).toBe(401)
    const wrong = live.subscription((async () => ({ a: 1 })) as unknown as () => AsyncIterable<number>)
    expect((await (await createApp(t.router({ live: wrong }))).inject(`/api${path}`)).statusCode).toBe(500)
    const failing = await createApp(router, {
      createContext: () => {
        throw new TRPCError({ code: 'FORBIDDEN' })
      },
    })
    expect((await failing.inject(`/api${path}`)).statusCode).toBe(403)
  })

  it('leaves the connection open for the next request', async () => {
    const app = await createApp(router)
    const client = await open(app, `GET /api${path}?m=1 HTTP/1.1`)
    await eventually(() => client.text).toContain('"requestId"')
    client.text = ''
    client.socket.write(`GET /api${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await opened(client)
    expect(client.text).toContain('HTTP/1.1 200 OK')
  })
})

describe('an error of the iterator', () => {
  it('is sent as the last event', async () => {
    const onError = vi.fn()
    const app = await createApp(router, {
      onError,
      formatError: ({ code, message }, { procedure }) => ({
        status: 410,
        body: { code, message, procedure },
      }),
    })
    const client = await open(app)
    feed(() => 1)
    await eventually(() => client.text).toContain('data: 1\n\n')
    feed(() => {
      throw new TRPCError({ code: 'CONFLICT', message: 'a\nb' })
    })
    await closed(client)
    expect(client.text).toContain('HTTP/1.1 200 OK')
    expect(client.text).toMatch(
      /data: 1\n\n\r\n[0-9a-f]+\r\nevent: error\ndata: {"code":"CONFLICT","message":"a\\nb","procedure":"live"}\n\n\r\n0\r\n\r\n$/,
    )
    expect(onError).toHaveBeenCalledTimes(1)
    expect(seen.signal?.aborted).toBe(false)
  })

  it('reveals nothing when it is unexpected', async () => {
    async function* failing() {
      yield* []
      throw new Error('secret')
    }
    const body = await bodyOf(await createApp(t.router({ live: live.subscription(failing) })))
    expect(body).toContain('event: error\ndata: {"type":"about:blank","title":"Internal Server Error"')
    expect(body).not.toContain('secret')
  })

  it('may be a value that JSON cannot hold', async () => {
    const app = await createApp(yielding([1, 2n, 3]))
    expect(await bodyOf(app)).toMatch(/^:\n\ndata: 1\n\nevent: error\ndata: .*\n\n$/)
    expect(seen).toMatchObject({ pulled: 2, cleaned: 1 })
  })

  it('ends the stream without an event when onError throws', async () => {
    const app = await createApp(router, {
      onError: () => {
        throw new Error('in onError')
      },
    })
    const client = await open(app)
    feed(() => {
      throw new Error('in the stream')
    })
    await closed(client)
    expect(client.text).not.toContain('event: error')
  })
})
