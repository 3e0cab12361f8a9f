import { appRouter, createContext, type Services } from '@tandem/api'
import { toTRPCError } from '@tandem/rest'
import { getTRPCErrorShape } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyPluginAsync } from 'fastify'
import { privateAnswers } from './caching.ts'
import { logError } from './errors.ts'

type TRPCOptions = FastifyTRPCPluginOptions<typeof appRouter>['trpcOptions']

/** tRPC over HTTP: batches (20 calls at most) and streamed answers. */
export const trpc: FastifyPluginAsync<{ services: Services }> = async (app, { services }) => {
  privateAnswers(app)

  // What Fastify itself refuses (413, 415, …) has to look like a tRPC error, or the client cannot read it.
  app.setErrorHandler((cause, req, reply) => {
    const error = toTRPCError(cause)
    logError(req, error)
    const ctx = createContext(services, { requestId: req.id })
    const shape = getTRPCErrorShape({
      config: appRouter._def._config,
      error,
      ctx,
      input: undefined,
      path: undefined,
      type: 'unknown',
    })
    return reply.code(shape.data.httpStatus).send({ error: shape })
  })

  await app.register(fastifyTRPCPlugin, {
    prefix: '',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: 20,
      createContext: ({ req }) =>
        createContext(services, { requestId: req.id, authorization: req.headers.authorization }),
      onError: ({ error, req }) => logError(req, error),
    } satisfies TRPCOptions,
  })
}
