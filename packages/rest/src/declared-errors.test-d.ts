import { type inferProcedureErrorShape, initTRPC } from '@trpc/server'
import { expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { declareErrors, type InferErrors } from './declared-errors.ts'
import type { RestMeta } from './meta.ts'

const stock = declareErrors({
  OUT_OF_STOCK: { code: 'CONFLICT', message: 'Too few are left', data: z.object({ left: z.int() }) },
  NOT_SOLD_HERE: { code: 'FORBIDDEN', message: 'It is not sold in this country' },
})

const t = initTRPC.meta<RestMeta>().create()
const router = t.router({
  order: t.procedure
    .errors(stock.format)
    .meta({ openapi: { method: 'POST', path: '/orders', errors: stock } })
    .mutation(() => {
      throw stock.create('OUT_OF_STOCK', { left: 1 })
    }),
  list: t.procedure.query(() => []),
})
type Router = typeof router
type DataOf<Name extends 'order' | 'list'> = inferProcedureErrorShape<Router, Router[Name]>['data']

it('a front end infers the errors of a set', () => {
  expectTypeOf<InferErrors<typeof stock>>().toEqualTypeOf<
    { error: 'OUT_OF_STOCK'; data: { left: number } } | { error: 'NOT_SOLD_HERE' }
  >()
})

it('a procedure tells its client which errors it may answer, and what they carry', () => {
  const tell = (data: DataOf<'order'>) => {
    if ('error' in data && data.error === 'OUT_OF_STOCK') {
      expectTypeOf(data.data.left).toEqualTypeOf<number>()
      expectTypeOf(data.httpStatus).toEqualTypeOf<number>()
    }
    if ('error' in data) expectTypeOf(data.error).toEqualTypeOf<'OUT_OF_STOCK' | 'NOT_SOLD_HERE'>()
  }
  expectTypeOf(tell).returns.toBeVoid()
  // @ts-expect-error this procedure declares none
  type None = DataOf<'list'>['error']
  expectTypeOf<None>().toBeUnknown
})

it('only what is declared can be made, with its data', () => {
  // @ts-expect-error no such error
  void (() => stock.create('SOLD'))
  // @ts-expect-error no data
  void (() => stock.create('OUT_OF_STOCK'))
  // @ts-expect-error other data
  void (() => stock.create('OUT_OF_STOCK', { left: 'one' }))
  // @ts-expect-error it has no data
  void (() => stock.create('NOT_SOLD_HERE', {}))
})
