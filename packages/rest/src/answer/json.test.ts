import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import { createApp, t } from '../testing/test-app.ts'

const procedure = t.procedure.meta({ openapi: { method: 'GET', path: '/it' } })
const key = z.enum(['a', 'b'])
const day = new Date('2026-06-15T12:00:00Z')

const rich = z.object({
  byName: z.map(z.string(), z.object({ at: z.date() })),
  byNumber: z.map(z.int(), z.set(z.bigint())),
  tags: z.set(key),
  big: z.bigint(),
  at: z.date(),
  any: z.unknown(),
})
const output = {
  byName: new Map([['x', { at: day }]]),
  byNumber: new Map([[1, new Set([2n ** 64n])]]),
  tags: new Set(['a' as const]),
  big: -(2n ** 64n),
  at: day,
  any: new Map([['deep', [1n]]]),
}
const router = t.router({ it: procedure.output(rich).query(() => output) })

it('sends a Map as an object, a Set as an array, a bigint as text and a date as ISO 8601', async () => {
  const app = await createApp(router)
  expect((await app.inject('/api/it')).json()).toEqual({
    byName: { x: { at: '2026-06-15T12:00:00.000Z' } },
    byNumber: { 1: ['18446744073709551616'] },
    tags: ['a'],
    big: '-18446744073709551616',
    at: '2026-06-15T12:00:00.000Z',
    any: { deep: ['1'] },
  })
})

it('documents them as they are sent', () => {
  const { components } = openApiDocument(router, { title: 'x', version: '1' })
  const integer = { type: 'string', pattern: '^-?[0-9]+$', description: 'An integer of any size.' }
  const instant = { type: 'string', format: 'date-time' }
  expect(components.schemas.ItResponse).toMatchObject({
    properties: {
      byName: { type: 'object', additionalProperties: { properties: { at: instant } } },
      byNumber: { type: 'object', additionalProperties: { type: 'array', items: integer } },
      tags: { type: 'array', uniqueItems: true, items: { enum: ['a', 'b'] } },
      big: integer,
      at: instant,
    },
  })
})

it('names the components inside a collection, also where it holds itself', () => {
  const Item = z.object({ id: z.string() }).meta({ id: 'Item' })
  type Tree = Set<Tree>
  const tree: z.ZodType<Tree> = z.lazy(() => z.set(tree))
  const both = z.object({ items: z.set(Item), tree })
  const { components } = openApiDocument(
    t.router({ it: procedure.output(both).query(() => ({ items: new Set([]), tree: new Set([]) })) }),
    { title: 'x', version: '1' },
  )
  const items = { type: 'array', uniqueItems: true, items: { $ref: '#/components/schemas/Item' } }
  expect(components.schemas.ItResponse).toHaveProperty('properties.items', items)
  expect(components.schemas).toHaveProperty('Item')
})

describe('what a value of unknown type holds, and JSON cannot', () => {
  it.each<[string, unknown, string]>([
    ['a File', { a: [new File([], 'a')] }, 'The output field "0" is a File, which JSON cannot hold'],
    ['bytes', { a: new Uint8Array(1) }, 'The output field "a" is a Uint8Array'],
    ['a stream', { a: new ReadableStream() }, 'The output field "a" is a ReadableStream'],
    ['a function', () => 1, 'The output is a function'],
    ['a symbol', { a: Symbol('a') }, 'The output field "a" is a symbol'],
    ['an error', new Error('secret'), 'The output is a Error'],
    ['a Map of objects', new Map([[{}, 1]]), 'The output is a Map with keys of type object'],
  ])('is a 500 that is reported: %s', async (_, value, message) => {
    const errors: string[] = []
    const app = await createApp(t.router({ it: procedure.query(() => value) }), {
      onError: ({ error }) => errors.push(error.message),
    })
    const res = await app.inject('/api/it')
    expect([res.statusCode, res.json().message]).toEqual([500, 'Internal Server Error'])
    expect(errors).toEqual([expect.stringContaining(message)])
  })
})
