import { initTRPC } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { trpcPlugin } from './plugin.ts'
import { createApp, post } from './testing/test-app.ts'
import { makeRouter, transformer, Written } from './testing/test-router.ts'

it('sends a text with its length, which onSend hooks can read and replace', async () => {
  const seen: unknown[] = []
  const app = await createApp('ours', {}, {}, (app) => {
    app.addHook('onSend', async (_req, reply, payload) => {
      seen.push([reply.statusCode, reply.getHeader('content-type'), payload])
      reply.header('x-hook', 'yes')
      return `${payload} `
    })
    app.addHook('onResponse', async (_req, reply) => {
      seen.push(reply.statusCode)
    })
  })
  onTestFinished(() => app.close())
  const res = await app.inject({ url: '/trpc/count?input="x"' })
  expect(seen).toEqual([[400, 'application/json', res.body.slice(0, -1)], 400])
  expect(res.headers).toMatchObject({
    'content-length': String(Buffer.byteLength(res.body)),
    'content-type': 'application/json',
    'x-hook': 'yes',
  })
  expect(res.headers).not.toHaveProperty('transfer-encoding')
})

it('does not read an output that has its JSON, unless there is a transformer', async () => {
  const app = await createApp('ours')
  const transforming = await createApp('ours', { router: makeRouter({ transformer }) })
  onTestFinished(async () => {
    await Promise.all([app.close(), transforming.close()])
  })
  Written.reads = 0
  for (const url of ['/trpc/written', '/trpc/written,count?batch=1']) {
    expect((await app.inject(url)).body).toContain('{"result":{"data":{"a":["é",null]}}}')
  }
  expect(Written.reads).toBe(0)
  await transforming.inject('/trpc/written')
  expect(Written.reads).toBeGreaterThan(0)
})

it('leaves the body parsers of the rest of the app alone', async () => {
  const app = await createApp('ours', {}, {}, (app) => {
    app.post('/other', (req) => typeof req.body)
  })
  onTestFinished(() => app.close())
  expect((await app.inject({ ...post, url: '/other' })).body).toBe('object')
  expect((await app.inject(post)).json()).toEqual({ result: { data: { sum: 3 } } })
})

it('serves several routers, under any prefix', async () => {
  const t = initTRPC.create()
  const say = (word: string) => t.router({ say: t.procedure.query(() => word) })
  const app = fastify()
  onTestFinished(() => app.close())
  app.register(trpcPlugin, { router: say('root') })
  app.register(
    async (scope) => {
      scope.register(trpcPlugin, { prefix: '/b', router: say('nested') })
    },
    { prefix: '/a' },
  )
  expect((await app.inject('/say')).json()).toEqual({ result: { data: 'root' } })
  expect((await app.inject('/a/b/say')).json()).toEqual({ result: { data: 'nested' } })
})

it('calls createContext with what the official plugin documents', async () => {
  const given: CreateFastifyContextOptions[] = []
  const reads: Promise<unknown>[] = []
  const app = await createApp(
    'ours',
    {
      createContext: (options) => {
        given.push(options)
        for (const { path, getRawInput } of options.info.calls) {
          if (path === 'echo') reads.push(getRawInput(), getRawInput())
        }
        return { user: options.req.getDecorator('user'), res: options.res }
      },
    },
    {},
    (app) => {
      app.decorateRequest('user')
      app.addHook('onRequest', async (req) => req.setDecorator('user', 'decorated'))
    },
  )
  onTestFinished(() => app.close())
  expect((await app.inject('/trpc/me,count?batch=1&input={"1":5}')).json()).toEqual([
    { result: { data: 'decorated' } },
    { result: { data: 5 } },
  ])
  const info = given[0]?.info
  expect({ ...info }).toMatchObject({
    accept: null,
    connectionParams: null,
    isBatchCall: true,
    type: 'query',
  })
  expect(info?.url).toBeInstanceOf(URL)
  expect(info?.url?.pathname).toBe('/trpc/me,count')
  expect(info?.signal.aborted).toBe(false)
  const [me, count] = info?.calls ?? []
  expect([me?.path, me?.batchIndex, me?.procedure?._def.type]).toEqual(['me', 0, 'query'])
  expect([await count?.getRawInput(), count?.result()]).toEqual([5, 5])
  await app.inject('/trpc/echo?input={}')
  const [first, second] = await Promise.all(reads)
  expect(first).toEqual({})
  expect(second).toBe(first)
})

it('gives no signal to a procedure that says that it ignores it', async () => {
  const t = initTRPC.meta<{ ignoresSignal?: boolean }>().create()
  const router = t.router({
    told: t.procedure.query(({ signal }) => signal instanceof AbortSignal),
    untold: t.procedure.meta({ ignoresSignal: true }).query(({ signal }) => signal === undefined),
  })
  const app = fastify()
  onTestFinished(() => app.close())
  app.register(trpcPlugin<typeof router>, { prefix: '/trpc', router })
  expect((await app.inject('/trpc/told,untold?batch=1')).json()).toEqual([
    { result: { data: true } },
    { result: { data: true } },
  ])
})
