import { TRPCError } from '@trpc/server'
import type { InjectOptions } from 'fastify'
import { expect, it } from 'vitest'
import type { TestOptions } from './testing/test-app.ts'
import { Pair, record } from './testing/test-pair.ts'
import { makeRouter, transformer } from './testing/test-router.ts'

const headers = { 'content-type': 'application/json' }
const post = (path: string, payload = ''): InjectOptions => ({
  method: 'POST',
  url: `/trpc/${path}`,
  headers,
  payload,
})
const encoded = (value: unknown) => encodeURIComponent(JSON.stringify(value))

/** One for every place where an option matters. */
const requests: InjectOptions[] = [
  { url: '/trpc/echo?input=1' },
  { url: `/trpc/fail?input=${encoded({ code: 'NOT_FOUND', message: 'odd' })}` },
  { url: '/trpc/circular' },
  { url: '/trpc/iterable' },
  { url: '/trpc/formatted' },
  { url: '/trpc/add' },
  { url: '/trpc/a~b~c' },
  { url: '/trpc/echo,me,count,iterable?batch=1&input={"2":"x"}' },
  { url: '/trpc/me,echo,circular?batch=1' },
  { url: '/trpc/echo,echo,echo,echo,echo?batch=1' },
  { url: '/trpc/,,,,,,?batch=1' },
  { url: '/trpc/echo,me?batch=1', headers: { 'trpc-accept': 'application/jsonl' } },
  post('add', '{"a":1,"b":2}'),
  post('add,unread?batch=1', '{"0":{"a":1}}'),
  post('echo', '1'),
  post('headers'),
]

const meta = (responseMeta: TestOptions['responseMeta'] & {}): TestOptions => ({ responseMeta })
const rejecting = (cause: unknown): TestOptions => ({
  createContext: async () => {
    throw cause
  },
})
const odd = (shape: (message: string) => unknown): TestOptions => ({
  router: makeRouter({ odd: shape as (message: string) => undefined }),
})

const cases: Record<string, TestOptions> = {
  'maxBatchSize 3': { maxBatchSize: 3 },
  'maxBatchSize 0': { maxBatchSize: 0 },
  'allowBatching false': { allowBatching: false },
  'allowBatching false over batching': { allowBatching: false, batching: { enabled: true } },
  'allowBatching over batching': { allowBatching: true, batching: { enabled: false } },
  'batching disabled': { batching: { enabled: false } },
  allowMethodOverride: { allowMethodOverride: true },
  'a path separator': { router: makeRouter({ pathSeparator: '~' }) },
  'a transformer': { router: makeRouter({ transformer }) },

  'a context that fails': rejecting(new TRPCError({ code: 'UNAUTHORIZED', message: 'Who are you?' })),
  'a context that fails with an error': rejecting(new Error('No database')),
  'a context that fails with a text': rejecting('no'),
  'a context that fails with nothing': rejecting(undefined),
  'a context that throws': {
    createContext: () => {
      throw new Error('At once')
    },
  },
  'a context that reads inputs': {
    createContext: async ({ info, req, res }) => {
      const inputs = await Promise.allSettled(info.calls.map((call) => call.getRawInput()))
      return { user: JSON.stringify([inputs, info.calls.map((call) => call.result()), req.url]), res }
    },
  },
  'a context that sets headers': {
    createContext: ({ res }) => {
      res
        .code(202)
        .headers({ vary: 'origin', 'set-cookie': 'early=1', 'content-type': 'text/html', 'x-early': '1' })
      return { user: 'ada', res }
    },
  },

  'responseMeta of nothing': meta(() => undefined as never),
  'responseMeta with empty headers': meta(() => ({ headers: new Headers(), status: 0 })),
  'responseMeta with Headers': meta(({ errors }) => {
    const headers = new Headers({ 'cache-control': 'no-store', vary: 'cookie', 'content-type': 'text/x' })
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    headers.append('x-errors', String(errors.length))
    return { headers }
  }),
  'responseMeta with a record': meta(({ paths, type }) => ({
    status: 203,
    headers: {
      'X-Paths': paths?.join(' ') ?? 'none',
      'x-type': type,
      Vary: 'cookie',
      'x-many': ['a', 'b'],
      'set-cookie': ['a=1', 'b=2'],
      'x-none': undefined,
      'content-type': ['text/x'],
    },
  })),
  'responseMeta with another content type': meta(() => ({
    headers: { 'content-type': 'application/x+json' },
  })),
  'responseMeta with a bad header name': meta(() => ({ headers: { 'bad name': '1' } })),
  'responseMeta with a bad header value': meta(() => ({ headers: { good: '1', 'x-bad': 'a\nb' } })),
  'responseMeta with a bad header when all is well': meta(({ errors }) =>
    errors.length > 0 ? { headers: { 'x-error': '1' } } : { headers: { 'x-first': '1', 'bad name': '1' } },
  ),
  'responseMeta that throws': meta(() => {
    throw new Error('No meta')
  }),
  'responseMeta that throws when all is well': meta(({ errors }) => {
    if (errors.length === 0) throw new TRPCError({ code: 'FORBIDDEN' })
    return { headers: new Headers({ 'x-again': 'yes' }) }
  }),
  'responseMeta that changes the data': meta(({ data }) => {
    for (const item of data)
      Object.assign('result' in item ? item.result : item.error, { type: 'data', more: 1 })
    return {}
  }),
  ...Object.fromEntries(
    [100, 101, 199, 204, 205, 304, 200.9, 404, 599, 600, -1, Number.NaN, '418', 'x', 65536 + 200].map(
      (status) => [`responseMeta with status ${status}`, meta(() => ({ status: status as number }))],
    ),
  ),
  'responseMeta with a bad status when all is well': meta(({ errors }) => ({
    status: errors.length > 0 ? 200 : 204,
  })),

  'onError that throws': {
    onError: () => {
      throw new Error('No log')
    },
  },
  'onError that throws, though not of that': {
    onError: ({ error }) => {
      if (error.message !== 'No log') throw new Error('No log')
    },
    responseMeta: () => ({ headers: { 'x-meta': '1' } }),
  },

  'a formatter that throws': odd((message) => {
    if (message === 'odd') throw new TRPCError({ code: 'CONFLICT', message: 'Formatting failed' })
  }),
  'a formatter that always throws': odd(() => {
    throw new Error('Formatting failed')
  }),
  'a formatter without data': odd((message) => ({ message, code: -32603 })),
  'a formatter with a status of its own': odd((message) => ({
    message,
    code: -32603,
    data: { httpStatus: 451 },
  })),
  'a formatter with a status of a text': odd((message) => ({
    message,
    code: -32603,
    data: { httpStatus: '451' },
  })),
  'a formatter with no such status': odd((message) => ({ message, code: -32603, data: { httpStatus: 999 } })),
  'a formatter with a status without body': odd(() => ({
    message: '',
    code: -32603,
    data: { httpStatus: 204 },
  })),
  'a formatter with what JSON has not': odd((message) => ({ message, code: 1n })),
  'a formatter with nothing': odd(() => null),
}

it.each(Object.entries(cases))('%s', async (_, options) => {
  const pair = await Pair.create((events) => ({ ...record(events), ...options }))
  for (const request of requests) await pair.same(request)
  await pair.close()
})

it('accepts an allowed batch, and paths with another separator', async () => {
  const router = makeRouter({ pathSeparator: '~' })
  const pair = await Pair.create(() => ({
    router,
    maxBatchSize: 2,
    allowBatching: true,
    batching: { enabled: false },
  }))
  const seen = await pair.same({ url: '/trpc/a~b~c,a.b.c?batch=1' })
  expect([seen.status, seen.streamed]).toEqual([200, false])
  await pair.close()
})

it('works without createContext', async () => {
  const pair = await Pair.create(() => ({ createContext: undefined as never }))
  expect((await pair.same({ url: '/trpc/echo?input=1' })).status).toBe(200)
  expect((await pair.same({ url: '/trpc/me,echo?batch=1' })).status).toBe(207)
  await pair.close()
})

it('transforms inputs and outputs, and fails as tRPC does when the transformer throws', async () => {
  const pair = await Pair.create((events) => ({ ...record(events), router: makeRouter({ transformer }) }))
  const date = await pair.same({ url: `/trpc/date?input=${encoded({ json: { $date: 1 } })}` })
  expect([date.body, date.streamed]).toEqual(['{"result":{"data":{"json":{"$date":2}}}}', false])
  for (const explode of ['in', 'string', 'trpc']) {
    const input = { explode }
    const single = await pair.same({ url: `/trpc/echo?input=${encoded(input)}` })
    expect([single.status, single.streamed]).toEqual([explode === 'trpc' ? 409 : 400, false])
    await pair.same({ url: `/trpc/echo,nothing,count?batch=1&input=${encoded({ 0: input })}` })
    await pair.same({ url: `/trpc/echo,nothing,count?batch=1&input=${encoded({ 2: input })}` })
    await pair.same({ ...post('unread,add?batch=1', JSON.stringify({ 1: input })) })
  }
  await pair.same({ url: '/trpc/echo?input=null' })
  await pair.same({ url: '/trpc/echo,echo?batch=1&input={"0":null}' })
  expect((await pair.same({ url: '/trpc/explode' })).status).toBe(500)
  expect((await pair.same({ url: '/trpc/echo,explode?batch=1' })).status).toBe(500)
  await pair.close()
})

it('hands a lazy procedure over until it is loaded', async () => {
  const pair = await Pair.create(() => ({ router: makeRouter() }))
  const double = { url: '/trpc/late.double?input=2' }
  expect(await pair.same(double)).toMatchObject({ body: '{"result":{"data":4}}', streamed: true })
  expect(await pair.same(double)).toMatchObject({ body: '{"result":{"data":4}}', streamed: false })
  const triple = { ...post('late.inner.triple', '2') }
  expect(await pair.same(triple)).toMatchObject({ body: '{"result":{"data":6}}', streamed: true })
  expect(await pair.same(triple)).toMatchObject({ streamed: false })
  await pair.close()
})
