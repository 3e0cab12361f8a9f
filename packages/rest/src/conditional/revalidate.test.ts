import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createApp, guarded, type TestContext, t } from '../testing/test-app.ts'

// For modules that are loaded already, too.
const hash = vi.spyOn(crypto, 'hash')
syncBuiltinESMExports()
afterAll(() => {
  hash.mockRestore()
  syncBuiltinESMExports()
})

interface Context extends TestContext {
  revalidate: (tag: string) => void
}

const work = vi.fn()
const onError = vi.fn()
const formatError = vi.fn(() => ({ status: 500, body: {} }))
beforeEach(() => vi.clearAllMocks())

const path = '/things'
const tag = (ctx: TestContext, name: string) => (ctx as Context).revalidate(name)
const get = guarded.meta({ openapi: { method: 'GET', path } })
const versioned = get.meta({ openapi: { method: 'GET', path, etag: 'version' } })
const input = z.object({ tag: z.string().default('7'), fails: z.boolean().default(false) })

const read = get.input(input).query(({ ctx, input }) => {
  tag(ctx, input.tag)
  work()
  if (input.fails) throw new TRPCError({ code: 'CONFLICT' })
  return { a: 1 }
})

type Procedure = typeof read
const send = async (
  headers: Record<string, string> = {},
  { procedure = read, query = '', method = 'GET' as 'GET' | 'HEAD' | 'POST', token = 'x' } = {},
) => {
  const app = await createApp(t.router({ it: procedure }), {
    onError,
    formatError,
    createContext: ({ req, pathParams, revalidate }): Context => ({
      token: req.headers.authorization,
      pathParams,
      revalidate,
    }),
  })
  return app.inject({ method, url: `/api${path}${query}`, headers: { authorization: token, ...headers } })
}

describe('a GET whose If-None-Match lists the tag', () => {
  it.each(['W/"7"', '"7"', '"6", W/"7"'])('ends before the work: %s', async (held) => {
    for (const method of ['GET', 'HEAD'] as const) {
      const res = await send({ 'if-none-match': held }, { method })
      expect([res.statusCode, res.headers.etag, res.body]).toEqual([304, 'W/"7"', ''])
      expect(res.headers).not.toHaveProperty('content-type')
    }
    expect(work).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
    expect(formatError).not.toHaveBeenCalled()
  })

  it('is answered with 304 only after guards and validation', async () => {
    const held = { 'if-none-match': 'W/"7"' }
    const invalid = await send(held, { query: '?fails=x' })
    const refused = await createApp(t.router({ it: read }))
    expect([invalid.statusCode, invalid.headers.etag]).toEqual([500, undefined])
    expect((await refused.inject({ url: `/api${path}`, headers: held })).statusCode).toBe(401)
  })

  it('ends with 304 when createContext calls revalidate, or its error was wrapped', async () => {
    const wrapped = get.input(input).query(({ ctx }) => {
      try {
        tag(ctx, '7')
      } catch (cause) {
        throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })
      }
      return { a: 1 }
    })
    const held = { 'if-none-match': 'W/"7"' }
    expect((await send(held, { procedure: wrapped })).statusCode).toBe(304)
    const app = await createApp(t.router({ it: read }), {
      createContext: ({ revalidate }) => revalidate('7'),
    })
    expect((await app.inject({ url: `/api${path}`, headers: held })).statusCode).toBe(304)
    expect(work).not.toHaveBeenCalled()
  })
})

describe('any other GET', () => {
  it.each([undefined, 'W/"6"', '"', ''])('is answered with the tag: %s', async (held) => {
    const res = await send(held === undefined ? {} : { 'if-none-match': held })
    expect([res.statusCode, res.headers.etag, res.json()]).toEqual([200, 'W/"7"', { a: 1 }])
    expect(hash).not.toHaveBeenCalled()
  })

  it('makes the answer for If-None-Match: * and for If-Match', async () => {
    expect((await send({ 'if-none-match': '*' })).statusCode).toBe(304)
    expect((await send({ 'if-none-match': '*' }, { query: '?fails=true' })).statusCode).toBe(500)
    formatError.mockReturnValueOnce({ status: 412, body: {} })
    const both = await send({ 'if-none-match': 'W/"7"', 'if-match': '"7"' })
    expect([both.statusCode, both.headers.etag]).toEqual([412, undefined])
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('has no tag when it fails', async () => {
    const res = await send({}, { query: '?fails=true' })
    expect([res.statusCode, res.headers.etag]).toEqual([500, undefined])
    expect(onError).toHaveBeenCalledTimes(1)
  })

  it('has its tag percent-encoded', async () => {
    const query = `?tag=${encodeURIComponent('a "ü"%\n')}`
    const res = await send({}, { query })
    expect(res.headers.etag).toBe('W/"a%20%22%C3%BC%22%25%0A"')
    expect((await send({ 'if-none-match': String(res.headers.etag) }, { query })).statusCode).toBe(304)
  })

  it('has the tag rather than its version, and a hash of the body without either', async () => {
    const procedure = versioned.input(input).query(({ ctx, input }) => {
      tag(ctx, input.tag)
      return { a: 1, version: 3 }
    })
    expect((await send({}, { procedure })).headers.etag).toBe('W/"7"')
    expect(hash).not.toHaveBeenCalled()
    const untagged = get.input(input).query(() => ({ a: 1 }))
    expect((await send({}, { procedure: untagged })).headers.etag).toMatch(/^W\/".{27}"$/)
    expect(hash).toHaveBeenCalledTimes(1)
  })
})

it.each([
  ['a write', { method: 'POST', path }],
  ['another status than 200', { method: 'GET', path, successStatus: 203 }],
] as const)('ends no call of %s', async (_, openapi) => {
  const procedure = guarded
    .meta({ openapi })
    .input(input)
    .query(({ ctx }) => {
      tag(ctx, '7')
      return { a: 1 }
    })
  const res = await send({ 'if-none-match': 'W/"7"' }, { procedure, method: openapi.method })
  expect(res.json()).toEqual({ a: 1 })
  expect(res.headers.etag).toBe(openapi.method === 'POST' ? undefined : 'W/"7"')
})

it('does nothing on a stream', async () => {
  const procedure = get.subscription(async function* ({ ctx }) {
    tag(ctx, '7')
    yield 1
  })
  const res = await send({ 'if-none-match': 'W/"7"' }, { procedure: procedure as unknown as Procedure })
  expect([res.statusCode, res.headers.etag]).toEqual([200, undefined])
  expect(res.body).toContain('data: 1')
})
