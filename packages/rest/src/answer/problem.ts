import { STATUS_CODES } from 'node:http'
import type { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { declaredError } from '../declared-errors.ts'
import { zodIssues } from '../input/issues.ts'
import type { RestRoute } from '../meta.ts'

/** What is known about the request that failed. */
export interface ErrorInfo {
  req: FastifyRequest
  route?: RestRoute
  procedure?: string
}

/** An error answer. Its content type is `application/problem+json` unless `headers` say otherwise. */
export interface ErrorAnswer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

export type FormatError = (error: TRPCError, info: ErrorInfo) => ErrorAnswer

/** The body `formatProblem` gives: RFC 9457 problem details. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    error: z.string().describe('What went wrong, for programs.'),
    message: z.string().describe('What went wrong, for people.'),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.int()])), message: z.string() }))
      .optional()
      .describe('What is wrong with the request, when it is not valid.'),
    requestId: z.string(),
    data: z.unknown().optional().describe('What a declared error tells besides.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' })

const errorCodes: Partial<Record<TRPCError['code'], string>> = {
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_ALLOWED',
  PARSE_ERROR: 'BAD_REQUEST',
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
  UNPROCESSABLE_CONTENT: 'VALIDATION_ERROR',
}

/** The default `formatError`: problem details. A 422 lists `issues`, a 500 says nothing about its cause. */
export const formatProblem: FormatError = (error, { req }) => {
  const issues =
    error.code === 'BAD_REQUEST' || error.code === 'UNPROCESSABLE_CONTENT' ? zodIssues(error) : undefined
  const status = issues ? 422 : getHTTPStatusCodeFromError(error)
  const title = STATUS_CODES[status] ?? 'Error'
  const body: z.infer<typeof Problem> = {
    type: 'about:blank',
    title,
    status,
    error: issues ? 'VALIDATION_ERROR' : (errorCodes[error.code] ?? error.code),
    message: issues ? 'The request is not valid' : status === 500 ? title : error.message,
    requestId: String(req.id),
  }
  if (issues) body.issues = issues
  return { status, body: { ...body, ...declaredError(error) } }
}
