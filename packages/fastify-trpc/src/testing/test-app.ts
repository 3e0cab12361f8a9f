import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { type TrpcPluginOptions, trpcPlugin } from '../plugin.ts'
import { makeRouter, type TestRouter } from './test-router.ts'

export const handlers = ['official', 'ours'] as const
export type Handler = (typeof handlers)[number]
export type TestOptions = Partial<TrpcPluginOptions<TestRouter>>

/** A call of `add`. */
export const post = {
  method: 'POST',
  url: '/trpc/add',
  headers: { 'content-type': 'application/json' },
  payload: '{"a":1,"b":2}',
} as const

/** An app that serves a router under `/trpc`, with tRPC's own plugin or with this one. */
export async function createApp(
  handler: Handler,
  options: TestOptions = {},
  server: FastifyServerOptions = {},
  decorate: (app: FastifyInstance) => void = () => {},
): Promise<FastifyInstance> {
  const app = fastify({ routerOptions: { maxParamLength: 5000 }, ...server })
  decorate(app)
  const all: TrpcPluginOptions<TestRouter> = {
    router: makeRouter(),
    createContext: ({ req, res }) => ({ user: req.headers.authorization, res }),
    ...options,
  }
  if (handler === 'official')
    app.register(fastifyTRPCPlugin<TestRouter>, { prefix: '/trpc', trpcOptions: all })
  else app.register(trpcPlugin<TestRouter>, { prefix: '/trpc', ...all })
  await app.ready()
  return app
}

/** Lets an app listen until the test ends. Returns its port. */
export async function listen(app: FastifyInstance): Promise<number> {
  onTestFinished(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : 0
}
