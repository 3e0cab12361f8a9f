import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { post } from './testing/test-app.ts'
import { Pair, record } from './testing/test-pair.ts'

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
