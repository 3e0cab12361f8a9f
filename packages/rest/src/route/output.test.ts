import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RestRoute } from '../meta.ts'
import { t } from '../testing/test-app.ts'
import { compileRoutes } from './route.ts'

function compile(output: z.ZodType | undefined, meta: Partial<RestRoute> = {}) {
  const procedure = t.procedure.meta({ openapi: { method: 'GET', path: '/it', ...meta } })
  const declared = output ? procedure.output(output) : procedure
  return compileRoutes(t.router({ it: declared.query(() => undefined) }))[0]?.plan
}

const text = { responseType: 'text/csv' }

describe('an output that JSON cannot hold is refused at registration, by its field', () => {
  it.each<[string, z.ZodType, string]>([
    [
      'z.file()',
      z.file(),
      'the output is a File, which JSON cannot hold: name its media type in responseType',
    ],
    ['instanceof(File)', z.instanceof(File), 'the output is a File'],
    ['a Blob', z.instanceof(Blob), 'the output is a Blob'],
    ['a Buffer', z.instanceof(Buffer), 'the output is a Buffer'],
    ['a stream', z.instanceof(Readable).optional(), 'the output is a Readable'],
    ['z.custom()', z.custom(() => true), 'the output is a z.custom() of unknown type'],
    ['a symbol', z.symbol(), 'the output is a symbol'],
    ['a function', z.function(), 'the output is a function'],
    ['NaN', z.nan(), 'the output is NaN'],
    [
      'a File inside',
      z.object({ a: z.array(z.file()) }),
      'the output field "a.*" is a File, which JSON cannot hold.',
    ],
    ['one branch', z.union([z.string(), z.object({ a: z.file() })]), 'the output field "a" is a File'],
    ['in a record', z.record(z.string(), z.symbol()), 'the output field "*" is a symbol'],
    ['in a tuple', z.tuple([z.string(), z.symbol()]), 'the output field "1" is a symbol'],
    ['in the rest of a tuple', z.tuple([z.string()]).rest(z.symbol()), 'the output field "1" is a symbol'],
    ['in a catch-all', z.object({}).catchall(z.symbol()), 'the output field "*" is a symbol'],
    ['in an intersection', z.intersection(z.object({ a: z.symbol() }), z.object({})), '"a" is a symbol'],
    ['in a lazy schema', z.object({ a: z.lazy(() => z.symbol()) }), 'the output field "a" is a symbol'],
    [
      'a Map of objects',
      z.map(z.object({}), z.int()),
      'the output is a Map whose keys are not text or numbers',
    ],
    [
      'a Map whose keys may be null',
      z.map(z.literal([1, null]), z.int()),
      'the output is a Map whose keys are not text or numbers',
    ],
    [
      'a Map of what may not be there',
      z.map(z.string().optional(), z.int()),
      'the output is a Map whose keys are not text or numbers',
    ],
    ['a class', z.object({ a: z.instanceof(RegExp) }), 'the output field "a" is a RegExp'],
  ])('%s', (_, output, message) => {
    expect(() => compile(output)).toThrow('@tandem/rest: it (GET /it): ')
    expect(() => compile(output)).toThrow(message)
  })

  it('and one with a media type that is not made of bytes', () => {
    for (const output of [z.object({}), z.int(), z.array(z.string()), z.string().nullable()]) {
      expect(() => compile(output, text)).toThrow('responseType: text/csv needs an output of text, bytes')
    }
    expect(() => compile(z.object({}), { responseType: 'text/event-stream' })).toThrow('an async iterable')
    expect(() => compile(z.string(), { ...text, successStatus: 204 })).toThrow('status 204 has no body')
    expect(() => compile(z.file(), { responseType: 'application/json' })).toThrow('the output is a File')
  })
})

it('is sent as its schema and its meta say', () => {
  expect(compile(z.object({ at: z.date() }))).toMatchObject({ kind: 'json', isRich: false })
  expect(compile(z.object({ n: z.array(z.bigint()) }))).toMatchObject({ kind: 'json', isRich: true })
  expect(compile(z.object({ any: z.unknown() }))).toMatchObject({ kind: 'json', isRich: true })
  expect(compile(z.object({ url: z.instanceof(URL) }))).toMatchObject({ kind: 'json' })
  expect(compile(z.custom<string>(() => true).meta({ type: 'string' }))).toMatchObject({ kind: 'json' })
  const keys = z.union([z.literal(['a', 'b']), z.string().brand('c'), z.int()])
  expect(compile(z.map(keys, z.int()))).toMatchObject({ kind: 'json', isRich: true })
  expect(compile(z.literal([1n]))).toMatchObject({ kind: 'json', isRich: true })
  expect(compile(undefined)).toMatchObject({ kind: 'any', isRich: true })
  expect(compile(z.any())).toMatchObject({ kind: 'any' })
  expect(compile(z.void())).toMatchObject({ kind: 'empty' })
  expect(compile(z.void(), { successStatus: 202 })).toMatchObject({ kind: 'empty' })
  expect(compile(z.string(), text)).toMatchObject({ kind: 'media', mediaType: 'text/csv', isSized: true })
  expect(compile(z.file(), { responseType: 'image/*' })).toMatchObject({ kind: 'media', isSized: true })
  expect(compile(z.union([z.file(), z.instanceof(Readable)]), text)).toMatchObject({ isSized: false })
  expect(compile(undefined, text)).toMatchObject({ kind: 'media', isSized: false })
  expect(compile(z.custom<AsyncIterable<1>>(), { responseType: 'text/event-stream' })).toMatchObject({
    kind: 'events',
  })
})

it('follows a schema that refers to itself', () => {
  interface Tree {
    children: Tree[]
  }
  const tree: z.ZodType<Tree> = z.object({ children: z.array(z.lazy(() => tree)) })
  expect(compile(tree)).toMatchObject({ kind: 'json', isRich: false })
})
