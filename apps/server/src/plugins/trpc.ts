import { appRouter, createContext, reportError, type Services, setErrorRequest } from '@tandem/api'
import { type ReadForm, type StreamOptions, trpcPlugin } from '@tandem/fastify-trpc'
import { toTRPCError } from '@tandem/rest'
import { getTRPCErrorShape, TRPCError } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyPluginAsync } from 'fastify'
import { toCall } from '../http/call.ts'
import { errorHeaders } from '../http/problem.ts'
import { preventSharedCaching } from '../http/response/caching.ts'
import { compressAnswers } from '../http/response/compression.ts'
import { isSecret } from '../http/response/secret-answers.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { logError } from './errors.ts'

/** tRPC over HTTP, with batches of up to 20 calls and streamed responses. */
export const trpc: FastifyPluginAsync<{
  services: Services
  limits: RateLimits
  stream: StreamOptions
  readForm: ReadForm
}> = async (app, { services, limits, stream, readForm }) => {
  preventSharedCaching(app)
  compressAnswers(app, { isSecret: ({ params }) => isSecret((params as { path?: string }).path) })

  // What Fastify itself refuses (413, 415, …) must be in tRPC's shape, or its client cannot read it.
  app.setErrorHandler((cause, req, reply) => {
    const error = toTRPCError(cause)
    setErrorRequest(error, req.id)
    logError(req, error)
    const shape = getTRPCErrorShape({
      config: appRouter._def._config,
      error,
      ctx: undefined,
      input: undefined,
      path: undefined,
      type: 'unknown',
    })
    const { httpStatus: status } = shape.data
    return reply
      .code(status)
      .headers(errorHeaders({ status, message: shape.message }))
      .send({ error: shape })
  })

  await app.register(trpcPlugin<typeof appRouter>, {
    router: appRouter,
    maxBatchSize: 20,
    // Clients send long queries in a body: their link has `methodOverride: 'POST'`.
    allowMethodOverride: true,
    stream,
    readForm,
    createContext: ({ req, res, info: { calls, connectionParams } }) => {
      const call = toCall({ req, reply: res, limits, calls: calls.length, connectionParams })
      if (call.idempotencyKey !== undefined && calls.length > 1) throw idempotencyKeyOfBatch()
      return createContext(services, call)
    },
    responseMeta: ({ errors, info }) => (errors.length === 0 ? {} : { headers: headersOf(errors, info) }),
    // It is called before the error is put into its shape.
    onError: ({ error, req }) => {
      setErrorRequest(error, req.id)
      logError(req, error)
    },
  })
}

function idempotencyKeyOfBatch() {
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: 'An Idempotency-Key is for one call, not for a batch',
  })
}

function headersOf(errors: TRPCError[], info: TRPCRequestInfo | undefined): Headers {
  const headers = new Headers()
  // A request that is refused before its calls are known, such as a batch that is too long, is `text/plain` in tRPC.
  if (!info) headers.set('content-type', 'application/json')
  for (const error of errors) {
    for (const [name, value] of Object.entries(errorHeaders(reportError(error)))) headers.set(name, value)
  }
  return headers
}
