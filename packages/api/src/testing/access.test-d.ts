import { initTRPC } from '@trpc/server'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { Access } from './access.ts'

const { procedure } = initTRPC.create()

const _comments = {
  list: procedure.input(z.object({ taskId: z.string() })).query(() => []),
  create: procedure.input(z.object({ taskId: z.string(), body: z.string() })).mutation(() => ({})),
  delete: procedure.input(z.object({ taskId: z.string(), id: z.string() })).mutation(() => undefined),
}
const _about = { read: procedure.input(z.strictObject({}).optional()).query(() => ({})) }

type CommentAccess = Access<typeof _comments, 'taskId' | 'id'>

const sample = async () => ({ taskId: '1', id: '2' })
const calls = { list: {}, create: { body: 'x' }, delete: {} }

test('an input has every field but the path parameters', () => {
  const access = { class: 'owner', sample, calls } satisfies CommentAccess
  expectTypeOf(access.calls.create).toEqualTypeOf<{ body: string }>()
  ;({
    class: 'owner',
    sample,
    calls: { ...calls, create: ({ id }) => ({ body: id }) },
  }) satisfies CommentAccess
  ;({ class: 'public', calls: { read: {} } }) satisfies Access<typeof _about>
})

test('what does not fit the router does not compile', () => {
  // @ts-expect-error -- no procedure has this name
  ;({ class: 'owner', sample, calls: { ...calls, archive: {} } }) satisfies CommentAccess
  // @ts-expect-error -- `delete` lacks an input
  ;({ class: 'owner', sample, calls: { list: {}, create: { body: 'x' } } }) satisfies CommentAccess
  // @ts-expect-error -- `body` must be text
  ;({ class: 'owner', sample, calls: { ...calls, create: { body: 1 } } }) satisfies CommentAccess
  // @ts-expect-error -- no procedure has this name
  ;({ class: 'owner', sample, calls, except: { archive: 'admin' } }) satisfies CommentAccess
  // @ts-expect-error -- no procedure has this name
  ;({ class: 'owner', sample, calls, more: { archive: [] } }) satisfies CommentAccess
  // @ts-expect-error -- there is no such class
  ;({ class: 'anyone', sample, calls }) satisfies CommentAccess
  // @ts-expect-error -- path parameters need a sample
  ;({ class: 'owner', calls }) satisfies CommentAccess
  // @ts-expect-error -- the sample lacks a path parameter
  ;({ class: 'owner', sample: async () => ({ id: '2' }), calls }) satisfies CommentAccess
})
