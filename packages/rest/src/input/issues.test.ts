import { TRPCError } from '@trpc/server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { rejection, unrecognized, zodIssues } from './issues.ts'

function issuesOf(schema: z.ZodType, value: unknown) {
  return zodIssues(schema.safeParse(value).error)
}

it('finds issues in a zod error and in the cause of an error, nowhere else', () => {
  const cause = rejection([unrecognized('query parameter', 'x')])
  const expected = [{ path: ['x'], message: 'Unrecognized query parameter: "x"' }]
  expect(zodIssues(new TRPCError({ code: 'BAD_REQUEST', cause }))).toEqual(expected)
  expect(zodIssues(cause)).toEqual(expected)
  expect(cause).toBeInstanceOf(Error)
  for (const other of [new Error('x'), new Error('x', { cause: new Error('y') }), undefined, null, 'x', {}]) {
    expect(zodIssues(other)).toBeUndefined()
  }
})

it('reports each unknown key', () => {
  expect(issuesOf(z.object({ in: z.strictObject({}) }), { in: { a: 1, b: 2 } })).toEqual([
    { path: ['in', 'a'], message: 'Unrecognized key: "a"' },
    { path: ['in', 'b'], message: 'Unrecognized key: "b"' },
  ])
})

it('reports a union by its closest branch', () => {
  const status = z.enum(['a', 'b'])
  const many = z.object({ status: z.union([status, z.array(status)]) })
  const wrong = 'Invalid option: expected one of "a"|"b"'
  expect(issuesOf(many, { status: 'x' })).toEqual([{ path: ['status'], message: wrong }])
  expect(issuesOf(many, { status: ['a', 'x'] })).toEqual([{ path: ['status', 1], message: wrong }])
  const shapes = z.union([
    z.object({ kind: z.literal('a'), x: z.number() }),
    z.object({ kind: z.literal('b'), y: z.number(), z: z.number() }),
  ])
  expect(issuesOf(shapes, { kind: 'b' })?.map(({ path }) => path)).toEqual([['y'], ['z']])
  const nested = z.union([z.string(), z.object({ inner: z.union([z.number(), z.boolean()]) })])
  expect(issuesOf(nested, { inner: 'x' })).toEqual([
    { path: ['inner'], message: 'Invalid input: expected number, received string' },
  ])
})

it('reports an unknown discriminator', () => {
  const union = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a') }),
    z.object({ kind: z.literal('b') }),
  ])
  expect(issuesOf(union, { kind: 'c' })).toEqual([
    { path: ['kind'], message: expect.stringContaining('discriminator') },
  ])
})

it('reports issues inside keys and elements', () => {
  const [key] = issuesOf(z.record(z.string().max(1), z.number()), { long: 1 }) ?? []
  expect(key).toEqual({ path: ['long'], message: expect.stringContaining('Too big') })
})
