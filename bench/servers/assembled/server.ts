/** The assembled stack: Fastify, tRPC's plugin, trpc-to-openapi's plugin and Prisma, combined as their documentation shows. */
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import Fastify from 'fastify'
import { type CreateOpenApiFastifyPluginOptions, fastifyTRPCOpenApiPlugin } from 'trpc-to-openapi'
import { settings } from '../settings.ts'
import { type AppRouter, appRouter, createContext, prisma } from './router.ts'

const app = Fastify({ logger: false, routerOptions: { maxParamLength: 5000 } })

await app.register(fastifyTRPCPlugin, {
  prefix: '/trpc',
  trpcOptions: { router: appRouter, createContext },
})

await app.register(fastifyTRPCOpenApiPlugin, {
  basePath: '/api/v1',
  router: appRouter,
  createContext,
  responseMeta: ({ paths, errors }) =>
    errors.length === 0 && paths?.[0] === 'task.create' ? { status: 201 } : {},
} as CreateOpenApiFastifyPluginOptions<AppRouter>)

await app.listen({ port: settings.port, host: '127.0.0.1' })
process.once('SIGTERM', () => void app.close().then(() => prisma.$disconnect()))
