import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../route/route.ts'
import { toTRPCError } from './errors.ts'
import { MEDIA_HEADERS } from './media.ts'
import { type ErrorAnswer, type ErrorInfo, type FormatError, formatProblem } from './problem.ts'
import type { ErrorMeta } from './response-meta.ts'

/** Called with every error before it is answered. */
export type OnError = (event: {
  error: TRPCError
  req: FastifyRequest
  procedure: string | undefined
}) => void

/** Reports an error and returns its answer. */
export type DescribeError = (thrown: unknown, req: FastifyRequest) => ErrorAnswer

/** Compiles how a plugin's errors are reported and described. */
export function errorDescriber(
  { formatError = formatProblem, onError }: { formatError?: FormatError; onError?: OnError },
  routes: readonly Route[],
): DescribeError {
  const metas = new Map(routes.map((route) => [route.procedure, route.meta]))
  return (thrown, req) => {
    const error = toTRPCError(thrown)
    const { procedure } = req.routeOptions.config
    onError?.({ error, req, procedure })
    const route = procedure === undefined ? undefined : metas.get(procedure)
    const info: ErrorInfo = { req, ...(procedure !== undefined && { procedure }), ...(route && { route }) }
    return formatError(error, info)
  }
}

/** Answers the errors of a scope's routes, and the paths that it has not. */
export function handleErrors(
  scope: FastifyInstance,
  describeError: DescribeError,
  errorMeta: ErrorMeta | undefined,
): void {
  const answerError = (thrown: unknown, req: FastifyRequest, reply: FastifyReply) => {
    const error = toTRPCError(thrown)
    const { status, body, headers } = describeError(error, req)
    for (const name of MEDIA_HEADERS) {
      reply.removeHeader(name)
      // Fastify has already set those of a stream that failed before its first byte.
      reply.raw.removeHeader(name)
    }
    reply.header('content-type', 'application/problem+json; charset=utf-8').headers(headers ?? {})
    if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
    reply.code(errorMeta?.apply(reply, error) ?? status)
    return reply.send(JSON.stringify(body))
  }
  scope.setErrorHandler(answerError)
  // Without a prefix, unknown paths are the application's to answer.
  if (scope.prefix !== '') {
    scope.setNotFoundHandler((req, reply) =>
      answerError(new TRPCError({ code: 'NOT_FOUND', message: 'There is nothing at this path' }), req, reply),
    )
  }
}
