import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { declareErrors } from './declared-errors.ts'
import { openApiDocument } from './openapi/document.ts'
import { createApp, t } from './testing/test-app.ts'

const stock = declareErrors({
  OUT_OF_STOCK: { code: 'CONFLICT', message: 'Too few are left', data: z.object({ left: z.int() }) },
  NOT_SOLD_HERE: { code: 'FORBIDDEN', message: 'It is not sold in this country' },
})
const others = declareErrors({ OUT_OF_STOCK: { code: 'CONFLICT', message: 'Sold out' } })

const router = t.router({
  order: t.procedure
    .errors(stock.format)
    .meta({ openapi: { method: 'POST', path: '/orders', errors: stock } })
    .input(z.object({ count: z.int() }))
    .mutation(({ input: { count } }) => {
      if (count === 0) throw stock.create('NOT_SOLD_HERE')
      if (count < 0) throw others.create('OUT_OF_STOCK')
      throw stock.create('OUT_OF_STOCK', { left: 2 })
    }),
})

const order = async (count: number) => {
  const app = await createApp(router)
  return app.inject({ method: 'POST', url: '/api/orders', payload: { count } })
}

it('a problem has the name of a declared error, its message, its status and its data', async () => {
  const sold = await order(5)
  expect([sold.statusCode, sold.json()]).toEqual([
    409,
    expect.objectContaining({
      title: 'Conflict',
      error: 'OUT_OF_STOCK',
      message: 'Too few are left',
      data: { left: 2 },
    }),
  ])
  const elsewhere = await order(0)
  expect([elsewhere.statusCode, elsewhere.json().error]).toEqual([403, 'NOT_SOLD_HERE'])
  expect(elsewhere.json()).not.toHaveProperty('data')
})

it('a tRPC client gets the same in the data of the error, where .errors() declares it', async () => {
  const call = async (count: number) => {
    const res = await fetchRequestHandler({
      endpoint: '',
      router,
      createContext: () => ({ token: undefined, pathParams: {} }),
      req: new Request('http://localhost/order', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ count }),
      }),
    })
    const body = (await res.json()) as { error: { data: Record<string, unknown> } }
    return [res.status, body.error.data] as const
  }
  const sold = { code: 'CONFLICT', httpStatus: 409, error: 'OUT_OF_STOCK', data: { left: 2 } }
  expect(await call(5)).toEqual([409, expect.objectContaining(sold)])
  expect(await call(0)).toEqual([403, expect.objectContaining({ code: 'FORBIDDEN', error: 'NOT_SOLD_HERE' })])
  // One of other errors, which the procedure does not declare.
  expect((await call(-1))[1]).not.toHaveProperty('error')
})

it('the document has a schema for each, with the name as a constant', () => {
  const { components, paths } = openApiDocument(router, { title: 'Shop', version: '1' })
  const responses = paths['/orders']?.post?.responses ?? {}
  const problem = { $ref: '#/components/schemas/Problem' }
  const media = 'application/problem+json'
  expect(responses[409]).toEqual({
    description: 'Too few are left',
    content: { [media]: { schema: { $ref: '#/components/schemas/OrderOutOfStock' } } },
  })
  // Others may be forbidden too.
  expect(responses[403]).toMatchObject({
    content: { [media]: { schema: { anyOf: [{ $ref: '#/components/schemas/OrderNotSoldHere' }, problem] } } },
  })
  expect(components.schemas.OrderOutOfStock).toEqual({
    description: 'Too few are left',
    allOf: [
      problem,
      {
        type: 'object',
        properties: {
          error: { type: 'string', const: 'OUT_OF_STOCK' },
          data: { type: 'object', properties: { left: { type: 'integer' } }, required: ['left'] },
        },
        required: ['error', 'data'],
      },
    ],
  })
})

it('meta takes nothing else for declared errors', async () => {
  const errors = { OUT_OF_STOCK: { code: 'CONFLICT' } } as never
  const wrong = t.router({
    it: t.procedure.meta({ openapi: { method: 'GET', path: '/it', errors } }).query(() => 1),
  })
  await expect(createApp(wrong)).rejects.toThrow('it (GET /it): errors: must be what declareErrors returns')
})
