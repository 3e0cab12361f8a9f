import { trpcPlugin } from '@tandem/fastify-trpc'
import { initTRPC, TRPCError } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { z } from 'zod'

const createContext = ({ req }: CreateFastifyContextOptions) => ({ user: req.headers.authorization })

const t = initTRPC.context<ReturnType<typeof createContext>>().create()

const greetings = new Map([['en', 'Hello']])

export const appRouter = t.router({
  greet: t.procedure.input(z.object({ language: z.string() })).query(({ ctx, input }) => {
    const greeting = greetings.get(input.language)
    if (!greeting) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such language' })
    return `${greeting}, ${ctx.user ?? 'world'}!`
  }),
  teach: t.procedure
    .input(z.object({ language: z.string(), greeting: z.string() }))
    .mutation(({ input }) => void greetings.set(input.language, input.greeting)),
})

// A batch is one path parameter, of which Fastify takes 100 characters unless told otherwise.
export const app = fastify({ routerOptions: { maxParamLength: 5000 } })

app.register(trpcPlugin<typeof appRouter>, {
  prefix: '/trpc',
  router: appRouter,
  createContext,
  maxBatchSize: 10,
  onError: ({ error, path, req }) => req.log.warn(error, path),
})
