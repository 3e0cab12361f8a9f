import type { InjectOptions } from 'fastify'
import { expect, inject, it } from 'vitest'
import { Pair, record } from './testing/test-pair.ts'
import { makeRouter, transformer } from './testing/test-router.ts'

const COUNT = 500 / inject('oneIn')

/** Mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const queries = [
  'echo',
  'count',
  'me',
  'a.b.c',
  'nothing',
  'twice',
  'fail',
  'formatted',
  'numbers',
  'od%20d',
  '%C3%BC',
]
const failing = [
  'big',
  'circular',
  'badToJson',
  'iterable',
  'promise',
  'badOutput',
  'toJson',
  'explode',
  'date',
]
const mutations = ['add', 'rename', 'a.b.d', 'nil', 'unread', 'throwing', 'headers', 'iterableInside']
const others = [
  'ticks',
  'nope',
  '',
  '%25',
  'a',
  'a~b~c',
  '__proto__',
  'late.double',
  'lost',
  '%2563ount',
  'p%252563t',
  'echo,',
]
const values = [
  undefined,
  null,
  0,
  1.5,
  -1,
  true,
  '',
  'x',
  'NOT_FOUND',
  'error',
  [],
  [1],
  {},
  { a: 1, b: 2 },
  { a: 1 },
  { name: 'x' },
  { name: 'ada' },
  { x: 1 },
  { code: 'NOT_FOUND' },
  { code: 'TOO_MANY_REQUESTS', message: 'é' },
  { json: { x: 1 } },
  { json: 3 },
  { json: { $date: 1 } },
  { explode: 'in' },
  { explode: 'string' },
  { to: 1 },
]
const texts = [
  '{',
  '',
  ' ',
  'undefined',
  '{"0":',
  '\uFEFF{}',
  '{"__proto__":{"x":1}}',
  '"\\ud800"',
  '1e999',
  '[[[[]]]]',
  '{}{}',
  'NaN',
]
const types = [
  undefined,
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON ;x=y',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/json-x',
]

function makeRequests(seed: number, count: number): InjectOptions[] {
  const next = random(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  const chance = (of: number) => next() < of
  const one = (): InjectOptions => {
    const mutates = chance(0.4)
    const name = () => {
      if (chance(0.1)) return pick(others)
      if (chance(0.1)) return pick(failing)
      return pick(chance(0.05) === mutates ? queries : mutations)
    }
    const isBatch = chance(0.5)
    const names = Array.from({ length: isBatch ? 1 + Math.floor(next() * 8) : 1 }, name)
    const inputs =
      isBatch && chance(0.95)
        ? Object.fromEntries(names.map((_, index) => [index, pick(values)]))
        : pick(values)
    const input = chance(0.1) ? pick(texts) : JSON.stringify(inputs)
    const posts = chance(0.9) === mutates
    const method = chance(0.96)
      ? posts
        ? 'POST'
        : 'GET'
      : pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const)
    const query = [
      ...(isBatch || chance(0.05)
        ? [pick(['batch=1', 'batch=1', 'batch=1', 'batch=1', 'b%61tch=1', 'batch=%31', 'batch=0'])]
        : []),
      ...((posts && chance(0.95)) || input === undefined
        ? []
        : [`input=${chance(0.9) ? encodeURIComponent(input ?? '') : (input ?? '')}`]),
      ...(chance(0.1)
        ? [pick(['x', '=', 'input=1', 'a=b+c', 'batch', '%', 'connectionParams={}', 'input=%zz', '&'])]
        : []),
    ]
    if (chance(0.1)) query.reverse()
    const url = `/trpc/${names.join(chance(0.95) ? ',' : '%2C')}${query.length > 0 ? '?' : ''}${query.join('&')}`
    const type = posts
      ? pick(chance(0.9) ? ['application/json'] : types)
      : pick(chance(0.9) ? [undefined] : types)
    const headers: Record<string, string> = {
      ...(type && { 'content-type': type }),
      ...(chance(0.3) && { authorization: pick(['ada', '', 'bob']) }),
      ...(chance(0.04) && { 'trpc-accept': pick(['application/jsonl', 'application/json', '']) }),
      ...(chance(0.04) && {
        accept: pick(['*/*', 'application/jsonl', 'text/html, application/jsonl', 'application/json']),
      }),
      ...(chance(0.03) && { 'last-event-id': '1' }),
      ...(chance(0.03) && { host: pick(['x', 'x:1', 'user@x', 'a b', 'x:99999', '[::1]', 'x/y?z']) }),
    }
    return {
      method,
      url,
      headers,
      ...(method !== 'GET' && method !== 'HEAD' && input !== undefined && { payload: input }),
    }
  }
  return Array.from({ length: count }, one)
}

/** Of all answers. */
const statuses = new Set<number>()

it.each([1, 2, 3])(
  'gives the same answers as the official plugin to random requests, seed %i',
  async (seed) => {
    const pair = await Pair.create((events) => ({
      ...record(events),
      ...(seed === 2 && {
        allowMethodOverride: true,
        router: makeRouter({ transformer, pathSeparator: '~' }),
      }),
      ...(seed === 3 && {
        maxBatchSize: 6,
        responseMeta: ({ errors, paths }) => ({
          ...(errors.length > 1 && { status: 500 + errors.length }),
          headers: new Headers([
            ['x-paths', paths?.map(encodeURIComponent).join() ?? ''],
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ]),
        }),
      }),
    }))
    let handedOver = 0
    for (const request of makeRequests(seed, COUNT)) {
      const seen = await pair.same(request).catch((cause: Error) => {
        cause.message = `${JSON.stringify(request)}\n${cause.message}`
        throw cause
      })
      statuses.add(seen.status)
      if (seen.streamed) handedOver += 1
    }
    await pair.close()
    // Otherwise too few requests test this package.
    expect(handedOver).toBeLessThan(COUNT * 0.6)
  },
)

it('compares answers of every kind', () => {
  expect([...statuses]).toEqual(expect.arrayContaining([200, 207, 400, 401, 404, 405, 409, 415, 500]))
})
