import { tracked } from '@trpc/server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import { closed, eventually, open } from '../testing/live.ts'
import { createApp, t } from '../testing/test-app.ts'

const Step = z.object({ n: z.int() }).meta({ id: 'Step' })
const meta = { responseType: 'text/event-stream', event: Step } as const
let cleaned = 0

async function* steps(from = 0) {
  try {
    for (let n = from; n < from + 2; n++) yield tracked(String(n), { n })
  } finally {
    cleaned++
  }
}

const router = t.router({
  query: t.procedure
    .meta({ openapi: { method: 'GET', path: '/query', ...meta } })
    .input(z.object({ lastEventId: z.coerce.number().optional() }))
    .query(({ input }) => steps(input.lastEventId)),
  mutation: t.procedure
    .meta({ openapi: { method: 'POST', path: '/mutation', ...meta } })
    .input(z.object({ from: z.int() }))
    .mutation(async function* ({ input }) {
      yield* steps(input.from)
    }),
  undeclared: t.procedure.meta({ openapi: { method: 'GET', path: '/undeclared' } }).query(() => steps()),
  failing: t.procedure.meta({ openapi: { method: 'POST', path: '/failing' } }).mutation(async function* () {
    yield 1
    throw new Error('no more')
  }),
  wrong: t.procedure.meta({ openapi: { method: 'GET', path: '/wrong', ...meta } }).query(() => [1]),
  endless: t.procedure.meta({ openapi: { method: 'GET', path: '/endless' } }).query(async function* () {
    try {
      for (;;) yield await new Promise((resolve) => setImmediate(resolve, 1))
    } finally {
      cleaned++
    }
  }),
})

it('sends what a generator yields as events: of a query, of a mutation, and where no output is declared', async () => {
  const app = await createApp(router)
  const events = (n: number) => `:\n\nid: ${n}\ndata: {"n":${n}}\n\nid: ${n + 1}\ndata: {"n":${n + 1}}\n\n`
  const query = await app.inject('/api/query')
  expect([query.statusCode, query.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  expect(query.body).toBe(events(0))
  expect((await app.inject({ url: '/api/query', headers: { 'last-event-id': '5' } })).body).toBe(events(5))
  const sent = { method: 'POST', url: '/api/mutation', payload: { from: 3 } } as const
  expect((await app.inject(sent)).body).toBe(events(3))
  expect((await app.inject({ ...sent, payload: {} })).statusCode).toBe(422)
  expect((await app.inject('/api/undeclared')).body).toBe(events(0))
})

it('sends an error as the last event, and one of the call as any other', async () => {
  const errors: string[] = []
  const app = await createApp(router, { onError: ({ error }) => errors.push(error.message) })
  const failing = await app.inject({ method: 'POST', url: '/api/failing' })
  expect(failing.body).toMatch(/^:\n\ndata: 1\n\nevent: error\ndata: {.*"status":500/)
  expect((await app.inject('/api/wrong')).statusCode).toBe(500)
  expect(errors).toEqual(['no more', expect.stringContaining('did not return an async iterable')])
})

it('lets the generator clean up when the client leaves', async () => {
  const app = await createApp(router)
  const before = cleaned
  const client = await open(app, 'GET /api/endless HTTP/1.1')
  await eventually(() => client.text).toContain('data: 1')
  client.socket.destroy()
  await closed(client)
  await eventually(() => cleaned).toBe(before + 1)
})

it('answers a HEAD where no output is declared, and starts nothing', async () => {
  const app = await createApp(router)
  const head = await app.inject({ method: 'HEAD', url: '/api/undeclared' })
  expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([
    200,
    '',
    'text/event-stream; charset=utf-8',
  ])
  expect((await app.inject({ method: 'HEAD', url: '/api/query' })).statusCode).toBe(405)
})

it('documents the data of one event', () => {
  const { paths } = openApiDocument(router, { title: 'x', version: '1' })
  for (const operation of [paths['/query']?.get, paths['/mutation']?.post]) {
    expect(operation?.responses[200]).toMatchObject({
      content: { 'text/event-stream': { schema: { $ref: '#/components/schemas/Step' } } },
    })
  }
  expect(paths['/query']?.get?.parameters?.map(({ name }) => name)).toContain('Last-Event-ID')
})
