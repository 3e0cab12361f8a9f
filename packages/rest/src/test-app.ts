import { type AnyTRPCRouter, initTRPC, TRPCError } from '@trpc/server'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import type { RestMeta } from './meta.ts'
import { type CreateContextOptions, type RestPluginOptions, restPlugin } from './plugin.ts'

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
  server: FastifyServerOptions = {},
): Promise<FastifyInstance> {
  const app = fastify(server)
  onTestFinished(() => app.close())
  app.register(restPlugin<AnyTRPCRouter>, { prefix: '/api', router, createContext, ...options })
  await app.ready()
  return app
}
