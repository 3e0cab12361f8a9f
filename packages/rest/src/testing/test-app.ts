import type { Server } from 'node:http'
import { type AnyTRPCRouter, initTRPC, TRPCError } from '@trpc/server'
import fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import type { CreateContextOptions } from '../call.ts'
import type { RestMeta } from '../meta.ts'
import { type RestPluginOptions, restPlugin } from '../plugin.ts'

export interface TestContext {
  token: string | undefined
  pathParams: Record<string, string>
}

export const t = initTRPC.context<TestContext>().meta<RestMeta>().create()

/** A procedure only callers with a token may call. */
export const guarded = t.procedure.use(({ ctx, next }) => {
  if (ctx.token === undefined) throw new TRPCError({ code: 'UNAUTHORIZED' })
  return next()
})

export function createContext({ req, pathParams }: CreateContextOptions): TestContext {
  return { token: req.headers.authorization, pathParams }
}

/** An app with one router under `/api`, closed when the test ends. */
export async function createApp(
  router: AnyTRPCRouter,
  options: Partial<RestPluginOptions> = {},
  server: FastifyHttpOptions<Server> = {},
): Promise<FastifyInstance> {
  const app = fastify(server)
  onTestFinished(() => app.close())
  app.register(restPlugin<AnyTRPCRouter>, { prefix: '/api', router, createContext, ...options })
  await app.ready()
  return app
}

/** Listens on a free port of this machine, and says which. */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return portOf(app)
}

export function portOf(app: FastifyInstance): number {
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : 0
}
