import type { AnyTRPCRouter } from '@trpc/server'
import { type FastifyHandlerOptions, fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answer } from './answer/answer.ts'
import { answerForm, isForm, type ReadForm } from './request/form-request.ts'
import { readJsonRequest } from './request/json-request.ts'
import { disconnectStalled, type StreamOptions } from './stream/slow-reader.ts'

/** The `trpcOptions` of tRPC's own Fastify plugin, and how streams treat slow readers. */
export type TrpcPluginOptions<TRouter extends AnyTRPCRouter = AnyTRPCRouter> = FastifyHandlerOptions<
  TRouter,
  FastifyRequest,
  FastifyReply
> & {
  stream?: StreamOptions
  /**
   * Reads inputs of `multipart/form-data`, once a procedure asks for its input and so after the guards before that. For files
   * that are too large for memory: it may put them on disk, and answer with a `File` that reads them from there. It has to
   * limit what it reads. Default: the input is read into memory.
   */
  readForm?: ReadForm
}

/**
 * Serves a tRPC router over HTTP, under the prefix of the registration. JSON queries and mutations, batched or not, are
 * answered here. Every other request is given to tRPC's own handler. Register it as `trpcPlugin<AppRouter>`: `register`
 * cannot infer the router, whose context `createContext` must return.
 */
export async function trpcPlugin<TRouter extends AnyTRPCRouter>(
  scope: FastifyInstance,
  options: TrpcPluginOptions<TRouter>,
): Promise<void> {
  leaveBodiesToTrpc(scope)
  scope.all<{ Params: { path: string } }>('/:path', async (req, reply) => {
    const { path } = req.params
    const request = readJsonRequest(req, path, options)
    if (request) return answer(request, req, reply, options)
    if (options.readForm && isForm(req)) return answerForm(req, reply, path, options, options.readForm)
    disconnectStalled(reply.raw, req.raw.socket, options.stream)
    return fastifyRequestHandler<TRouter, FastifyRequest, FastifyReply>({ ...options, req, res: reply, path })
  })
}

/** The same body parsers as the official plugin's: an input is only parsed when its procedure reads it. */
function leaveBodiesToTrpc(scope: FastifyInstance) {
  scope.removeContentTypeParser(['application/json', 'multipart/form-data'])
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_req, body, done) =>
    done(null, body),
  )
  scope.addContentTypeParser('multipart/form-data', (_req, body, done) => done(null, body))
}
