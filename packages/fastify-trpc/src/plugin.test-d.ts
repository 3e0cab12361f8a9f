import { initTRPC } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { expectTypeOf, test } from 'vitest'
import { type ReadForm, type StreamOptions, type TrpcPluginOptions, trpcPlugin } from './index.ts'

const t = initTRPC.context<{ user: string }>().create()
const router = t.router({ hello: t.procedure.query(({ ctx }) => ctx.user) })
const plain = initTRPC.create()
const open = plain.router({ hello: plain.procedure.query(() => 'hello') })

test("the options are the official plugin's, and those of streams and forms", () => {
  expectTypeOf<TrpcPluginOptions<typeof router>>().branded.toEqualTypeOf<
    Omit<
      FastifyTRPCPluginOptions<typeof router>['trpcOptions'],
      'keepAlive' | 'dangerouslyDisablePong' | 'experimental_encoder'
    > & { stream?: StreamOptions; readForm?: ReadForm }
  >()
  const trpcOptions: FastifyTRPCPluginOptions<typeof router>['trpcOptions'] = {
    router,
    createContext: ({ req }) => ({ user: req.id }),
    responseMeta: ({ ctx, errors }) => {
      expectTypeOf(ctx).toEqualTypeOf<{ user: string } | undefined>()
      return { status: errors.length }
    },
    onError: ({ ctx, req }) => req.log.info(ctx?.user),
  }
  fastify().register(fastifyTRPCPlugin<typeof router>, { prefix: '/trpc', trpcOptions })
  fastify().register(trpcPlugin<typeof router>, { prefix: '/trpc', ...trpcOptions })
})

test('createContext must return the context', () => {
  const app = fastify()
  app.register(trpcPlugin<typeof router>, { router, createContext: async () => ({ user: 'ada' }) })
  // @ts-expect-error
  app.register(trpcPlugin<typeof router>, { router })
  // @ts-expect-error
  app.register(trpcPlugin<typeof router>, { router, createContext: () => ({ user: 1 }) })
  // @ts-expect-error
  app.register(trpcPlugin<typeof router>, { router: open, createContext: () => ({ user: 'ada' }), nope: 1 })
})

test('a router without a context needs none', () => {
  fastify().register(trpcPlugin<typeof open>, { router: open })
})
