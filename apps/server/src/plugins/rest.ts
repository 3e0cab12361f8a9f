import { appRouter, createContext, type Services } from '@tandem/api'
import { restPlugin } from '@tandem/rest'
import type { FastifyPluginAsync } from 'fastify'
import { formatError } from '../problem.ts'
import { privateAnswers } from './caching.ts'
import { logError } from './errors.ts'

/** The REST API: the same procedures, at the paths that their meta names. */
export const rest: FastifyPluginAsync<{ services: Services }> = async (app, { services }) => {
  privateAnswers(app)
  await app.register(restPlugin<typeof appRouter>, {
    router: appRouter,
    contextParams: ['userId'],
    createContext: ({ req, pathParams }) =>
      createContext(services, {
        requestId: req.id,
        authorization: req.headers.authorization,
        pathUserId: pathParams.userId,
      }),
    formatError: (error, { req, procedure }) => formatError(error, req.id, procedure),
    onError: ({ error, req }) => logError(req, error),
  })
}
