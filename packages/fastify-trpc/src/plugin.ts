import type { AnyTRPCRouter } from '@trpc/server'
import { type FastifyHandlerOptions, fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answer } from './answer/answer.ts'
import { readOrdinary } from './request/ordinary.ts'
import { disconnectStalled, type StreamOptions } from './stream/slow-reader.ts'

/** What tRPC's own Fastify plugin takes as its `trpcOptions`, and how streams treat slow clients. */
export type TrpcPluginOptions<TRouter extends AnyTRPCRouter = AnyTRPCRouter> = FastifyHandlerOptions<
  TRouter,
  FastifyRequest,
  FastifyReply
> & { stream?: StreamOptions }

/**
 * Serves a tRPC router over HTTP under the prefix it is registered with. JSON queries and mutations, batched or not,
 * are answered on Fastify itself; every other request is given to tRPC's own handler. Register it as
 * `trpcPlugin<AppRouter>`: `register` cannot infer the router, whose context `createContext` must return.
 */
export async function trpcPlugin<TRouter extends AnyTRPCRouter>(
  scope: FastifyInstance,
  options: TrpcPluginOptions<TRouter>,
): Promise<void> {
  leaveBodiesToTrpc(scope)
  scope.all<{ Params: { path: string } }>('/:path', async (req, reply) => {
    const { path } = req.params
    const ordinary = readOrdinary(req, path, options)
    if (ordinary) return answer(ordinary, req, reply, options)
    disconnectStalled(reply.raw, req.raw.socket, options.stream)
    return fastifyRequestHandler<TRouter, FastifyRequest, FastifyReply>({ ...options, req, res: reply, path })
  })
}

/** The same parsers as the official plugin's: procedures that read no input never pay for one, nor fail on it. */
function leaveBodiesToTrpc(scope: FastifyInstance) {
  scope.removeContentTypeParser(['application/json', 'multipart/form-data'])
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_req, body, done) =>
    done(null, body),
  )
  scope.addContentTypeParser('multipart/form-data', (_req, body, done) => done(null, body))
}
