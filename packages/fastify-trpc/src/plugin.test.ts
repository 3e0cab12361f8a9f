import { initTRPC, TRPCError } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { trpcPlugin } from './plugin.ts'
import { createApp } from './testing/test-app.ts'
import { Pair, record } from './testing/test-pair.ts'
import { makeRouter, transformer, Written } from './testing/test-router.ts'

const post = {
  method: 'POST',
  url: '/trpc/add',
  headers: { 'content-type': 'application/json' },
  payload: '{"a":1,"b":2}',
} as const

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

describe('as the official plugin does, it', () => {
  const requests = [
    post,
    { ...post, url: '/trpc/add?batch=1', payload: '{}' },
    { url: '/trpc/echo?input=1' },
    '/trpc/big',
  ]

  async function both(
    decorate: (app: FastifyInstance) => void,
    server: FastifyServerOptions = {},
    options: Parameters<typeof Pair.create>[0] = record,
  ) {
    const pair = await Pair.create(options, server, decorate)
    onTestFinished(() => pair.close())
    const answers = []
    for (const request of requests) {
      answers.push(await pair.same(typeof request === 'string' ? { url: request } : request))
    }
    return { pair, answers }
  }

  it('leaves OPTIONS to a CORS hook', async () => {
    const { pair } = await both((app) => {
      app.addHook('onRequest', async (req, reply) => {
        reply.header('access-control-allow-origin', '*')
        if (req.method === 'OPTIONS') return reply.code(204).send()
      })
    })
    expect(await pair.same({ method: 'OPTIONS', url: '/trpc/add' })).toMatchObject({
      status: 204,
      events: [],
    })
  })

  it('accepts a body that a hook has parsed or replaced', async () => {
    const bodies = [{ a: 2, b: 2 }, '{"a":3,"b":1}', '', null, 1, [], Buffer.from('{}')]
    for (const body of bodies) {
      await both((app) => {
        app.addHook('preValidation', async (req) => {
          req.body = body
        })
      })
    }
  })

  it('accepts content types for which the app has parsers', async () => {
    const { pair } = await both((app) => {
      // Both replace it in their scopes, where it would not leave the form to tRPC.
      app.addContentTypeParser('multipart/form-data', (_req, _body, done) => done(null, {}))
      app.addContentTypeParser('*', { parseAs: 'string' }, (_req, body, done) => done(null, body))
    })
    for (const type of [
      undefined,
      'x/y',
      'application/octet-stream',
      'application/json; a=b',
      'application/jsonx',
    ]) {
      await pair.same({ ...post, headers: type === undefined ? {} : { 'content-type': type } })
    }
  })

  it('reads the raw URL and headers, not what hooks made of them', async () => {
    await both(
      (app) => {
        app.addHook('onRequest', async (req) => {
          req.headers = { ...req.headers, 'trpc-accept': 'application/jsonl', 'content-type': 'text/plain' }
        })
      },
      {
        rewriteUrl: (req) => `${req.url?.replace('echo', 'count')}`,
        routerOptions: { querystringParser: () => ({ input: '7' }) },
      },
    )
  })

  it('lets a hook or the context answer instead', async () => {
    await both((app) => {
      app.addHook('preHandler', async (_req, reply) => reply.code(503).send('down'))
    })
    await both(
      () => {},
      {},
      () => ({
        createContext: ({ res }) => {
          res.code(402).send('pay')
          return { user: undefined, res }
        },
      }),
    )
    await both(
      () => {},
      {},
      () => ({
        createContext: ({ res }) => {
          res.hijack().raw.writeHead(402, { 'content-length': 3 }).end('pay')
          return { user: undefined, res }
        },
      }),
    )
  })

  it("gives errors that leave nothing to answer with to Fastify's error handler", async () => {
    const { answers } = await both(
      (app) => {
        app.setErrorHandler((error: Error, _req, reply) => reply.code(500).send(`handled: ${error.message}`))
      },
      {},
      (events) => ({
        ...record(events),
        responseMeta: () => {
          throw new TRPCError({ code: 'CONFLICT', message: 'No meta' })
        },
      }),
    )
    expect(answers.map(({ body }) => body)).toEqual(Array(4).fill('handled: No meta'))
  })

  it("is limited by Fastify's maxParamLength", async () => {
    const pair = await Pair.create(record, { routerOptions: { maxParamLength: 100 } })
    onTestFinished(() => pair.close())
    const batch = (size: number) => ({ url: `/trpc/${Array(size).fill('echo').join()}?batch=1` })
    expect(await pair.same(batch(20))).toMatchObject({ status: 200 })
    expect(await pair.same(batch(21))).toMatchObject({ status: 414, events: [] })
  })
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
