import type { InjectOptions } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { Pair, record } from './testing/test-pair.ts'

const json = { 'content-type': 'application/json' }
const get = (path: string, input?: unknown, headers: InjectOptions['headers'] = {}): InjectOptions => ({
  method: 'GET',
  url: `/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
  headers,
})
const post = (path: string, payload: string, headers: InjectOptions['headers'] = json): InjectOptions => ({
  method: 'POST',
  url: `/trpc/${path}`,
  headers,
  payload,
})
const batch = (paths: string, inputs?: unknown): InjectOptions => ({
  method: 'GET',
  url: `/trpc/${paths}?batch=1${inputs === undefined ? '' : `&input=${encodeURIComponent(JSON.stringify(inputs))}`}`,
})
const raw = (path: string, rest: InjectOptions = {}): InjectOptions => ({
  method: 'GET',
  url: `/trpc/${path}`,
  ...rest,
})

/** Answered by this package, with the status. */
const answeredHere: [status: number, request: InjectOptions][] = [
  [200, get('echo', { a: [1, 'é', null] })],
  [200, get('echo')],
  [200, get('echo', null)],
  [200, get('echo', 0)],
  [200, get('echo', '')],
  [200, get('echo', JSON.parse('{"__proto__":{"x":1},"constructor":2}'))],
  [200, raw('echo?input=')],
  [200, raw('echo?input')],
  [200, raw('echo?%69nput=1')],
  [200, raw('echo?input=1&input=2')],
  [200, raw('echo?x=1&input=%22a+b%2B%22&y')],
  [200, raw('echo?input=%22%ED%A0%80%ff%22')],
  [200, raw('echo?batch=0&input=1')],
  [200, raw('echo?batch=11&input=1')],
  [200, raw('echo?batch=&input=1')],
  [200, get('echo', '\uFEFF')],
  [400, raw('echo?input=%EF%BB%BF1')],
  [400, raw('echo?input={')],
  [400, raw('echo?input=%')],
  [400, raw('echo?input=undefined')],
  [200, get('echo', 1, { 'content-type': 'application/json' })],
  [200, get('echo', 1, { 'content-type': 'Application/JSON ; charset=utf-8' })],
  [200, get('echo', 1, { accept: 'text/html, */*' })],
  [200, get('count', 3)],
  [200, get('count')],
  [400, get('count', 'three')],
  [400, get('count', null)],
  [200, get('me', undefined, { authorization: 'ada' })],
  [401, get('me')],
  [200, get('a.b.c')],
  [200, post('a.b.d', '')],
  [200, raw('a%2Eb.c')],
  [200, raw('od%20d')],
  [200, raw('%C3%BC')],
  [200, get('nothing')],
  [200, post('nil', '')],
  [200, post('add', '{"a":1,"b":2}')],
  [200, post('add', '{"a":1,"b":2}', { 'content-type': 'APPLICATION/json;charset=UTF-8' })],
  [200, post('add?input=7', '{"a":1,"b":2}')],
  [400, post('add', '')],
  [400, post('add', '{"a":1')],
  [400, post('add', 'null')],
  [400, post('add', '[]')],
  [400, post('add', '{"a":1,"b":"2"}')],
  [200, post('unread', '{"a":1')],
  [200, get('twice', { x: 1 })],
  [400, raw('twice?input={')],
  [401, get('fail', { code: 'UNAUTHORIZED' })],
  [404, get('fail', { code: 'NOT_FOUND', message: 'é\n"' })],
  [429, get('fail', { code: 'TOO_MANY_REQUESTS', message: '' })],
  [500, get('fail', { code: 'INTERNAL_SERVER_ERROR' })],
  [500, post('throwing', '"error"')],
  [500, post('throwing', '"string"')],
  [500, post('throwing', '"null"')],
  [500, post('throwing', '"object"')],
  [500, post('throwing', '"undefined"')],
  [500, get('badOutput')],
  [418, get('formatted')],
  [200, get('numbers')],
  [500, get('big')],
  [500, get('circular')],
  [200, get('toJson')],
  [409, get('badToJson')],
  [200, get('written')],
  [200, get('surrogate')],
  [415, get('iterable')],
  [415, get('promise')],
  [415, post('iterableInside', '')],
  [200, get('promiseInArray')],
  [200, get('observed')],
  [200, post('headers', '')],
  [200, get('aborted')],
  [200, batch('echo', { 0: 1 })],
  [200, batch('echo,echo', { 0: 1, 1: { x: 2 } })],
  [200, batch('echo,count,nothing', { 0: 1 })],
  [200, batch('echo,echo')],
  [200, batch('written,echo,written', { 1: 1 })],
  [207, batch('written,me')],
  [200, batch('echo,echo', { 1: null, 7: 1 })],
  [200, { ...batch('me,me'), headers: { authorization: 'ada' } }],
  [401, batch('me,me')],
  [207, batch('me,echo', { 1: 1 })],
  [207, batch('fail,fail,count', { 0: { code: 'NOT_FOUND' }, 1: { code: 'UNAUTHORIZED' } })],
  [400, batch('count,count', { 0: 'a', 1: 'b' })],
  [400, batch('count,count', [1, 2])],
  [400, batch('count,count', 1)],
  [400, batch('count', null)],
  [400, raw('count,count?batch=1&input={')],
  [207, batch('echo,iterable,promise')],
  [415, batch('iterable')],
  [500, batch('echo,circular')],
  [207, batch('echo,formatted')],
  [207, post('add,add?batch=1', '{"0":{"a":1,"b":2},"1":{"a":1}}')],
  [200, post('add,unread?batch=1', '{"0":{"a":1,"b":2}}')],
  [207, post('add,unread?batch=1', '{"0":')],
  [207, post('unread,throwing?batch=1', '{"1":"string"}')],
]

/** Handed over to the official handler. */
const handedOver: [status: number, request: InjectOptions][] = [
  [404, get('nope')],
  [404, get('echo,echo')],
  [404, get('__proto__')],
  [404, get('constructor')],
  [404, get('a')],
  [404, get('')],
  [404, raw('a~b~c')],
  [200, raw('p%252563t')],
  [404, raw('p%2563t')],
  [200, raw('%2563ount')],
  [400, raw('%25')],
  [400, raw('%25zz,echo?batch=1')],
  [405, get('add', { a: 1, b: 2 })],
  [405, post('echo', '1')],
  [405, post('echo?batch=1', '{}')],
  [405, raw('echo', { method: 'PUT', headers: json, payload: '1' })],
  [415, raw('echo', { method: 'DELETE' })],
  [405, raw('echo', { method: 'PATCH', headers: json, payload: '1' })],
  [204, raw('echo', { method: 'HEAD' })],
  [204, raw('nope', { method: 'HEAD' })],
  [415, raw('echo', { method: 'OPTIONS' })],
  [207, batch('echo,nope')],
  [404, batch(',,,,,')],
  [404, batch('')],
  [400, batch('echo,add')],
  [415, post('add', '{"a":1,"b":2}', { 'content-type': 'text/plain' })],
  [405, get('echo', 1, { 'content-type': 'multipart/form-data; boundary=x' })],
  [405, get('echo', 1, { 'content-type': 'application/octet-stream' })],
  [200, get('echo', 1, { 'content-type': 'text/plain' })],
  [400, get('echo', 1, { 'trpc-accept': 'application/jsonl' })],
  [400, get('echo', 1, { accept: 'application/json, application/jsonl' })],
  [200, get('echo', 1, { accept: 'application/jsonl;q=1' })],
  [200, get('echo', 1, { 'trpc-accept': 'application/json' })],
  [200, { ...batch('echo,me', { 0: 1 }), headers: { 'trpc-accept': 'application/jsonl' } }],
  [200, { ...batch('echo,iterable,promise', { 0: 1 }), headers: { accept: 'application/jsonl' } }],
  [200, get('ticks', { to: 2 })],
  [200, get('ticks', { to: 2 }, { 'last-event-id': '1' })],
  [200, get('ticks', 'none')],
  [200, get('ticks', { to: 2 }, { 'content-type': 'application/json' })],
  [200, post('ticks', '{"to":2}')],
  [400, batch('ticks', { 0: { to: 2 } })],
  [200, raw('echo?connectionParams=%7B%22a%22%3A%22b%22%7D&input=1')],
  [400, raw('echo?connectionParams=%7B%22a%22%3A1%7D')],
  [400, raw('echo?connectionParams={')],
  [200, post('add', '\uFEFF{"a":1,"b":2}')],
  [200, post('add', '\uFEFF\uFEFF{"a":1,"b":2}')],
  [400, post('add', '\uFEFF')],
  [500, get('lost')],
  [500, get('lost.x')],
]

/** Refused by Fastify before any handler is called. */
const refused: [status: number, request: InjectOptions][] = [
  [415, post('add', '{"a":1,"b":2}', {})],
  [415, post('add', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })],
  [415, post('add', '1', { 'content-type': 'application/octet-stream' })],
  [415, post('add', '1', { 'content-type': 'application/jsonx' })],
  [415, post('add', '1', { 'content-type': ';' })],
  [413, post('add', ' '.repeat(2000))],
]

describe('the same requests to the official plugin and to this one', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await Pair.create(record, { bodyLimit: 1000 })
    return () => pair.close()
  })
  const named = (rows: [status: number, request: InjectOptions][]) =>
    rows.map(([status, request]) => {
      const { method, url, headers, payload } = request
      return [
        `${method} ${url} ${JSON.stringify(headers)} ${String(payload).slice(0, 50)}`,
        status,
        request,
      ] as const
    })

  it.each(named(answeredHere))('%s', async (_, status, request) => {
    const seen = await pair.same(request)
    expect([seen.status, seen.streamed]).toEqual([status, false])
    expect(seen.events.length).toBeGreaterThanOrEqual(2)
  })

  it.each(named(handedOver))('handed over: %s', async (_, status, request) => {
    const seen = await pair.same(request)
    expect([seen.status, seen.streamed]).toEqual([status, true])
  })

  it.each(named(refused))('refused by Fastify: %s', async (_, status, request) => {
    const seen = await pair.same(request)
    expect([seen.status, seen.events]).toEqual([status, []])
  })
})
