import { appRouter, createContext, type Services } from '@tandem/api'
import { type ReadForm, restPlugin, type StreamOptions } from '@tandem/rest'
import type { FastifyPluginAsync } from 'fastify'
import { toCall } from '../http/call.ts'
import { formatError } from '../http/problem.ts'
import { preventSharedCaching } from '../http/response/caching.ts'
import { compressAnswers } from '../http/response/compression.ts'
import { isSecret } from '../http/response/secret-answers.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { logError } from './errors.ts'

/** The REST API: every procedure at the path in its meta. */
export const rest: FastifyPluginAsync<{
  /** What precedes the prefix where people reach the server. */
  basePath: string
  services: Services
  limits: RateLimits
  stream: StreamOptions
  readForm: ReadForm
}> = async (app, { basePath, services, limits, stream, readForm }) => {
  preventSharedCaching(app)
  compressAnswers(app, { isSecret: ({ routeOptions }) => isSecret(routeOptions.config.procedure) })
  await app.register(restPlugin<typeof appRouter>, {
    router: appRouter,
    basePath,
    contextParams: ['userId'],
    stream,
    readForm,
    createContext: ({ req, res, pathParams, revalidate }) =>
      createContext(
        services,
        toCall({ req, reply: res, limits, calls: 1, pathUserId: pathParams.userId, revalidate }),
      ),
    formatError: (error, { req, procedure }) => formatError(error, req.id, procedure),
    onError: ({ error, req }) => logError(req, error),
  })
}
