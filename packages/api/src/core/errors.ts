import { isDatabaseUnavailable, refusedTurn } from '@tandem/db/errors'
import { rejection, zodIssues } from '@tandem/rest/issues'
import { TRPCError } from '@trpc/server'

/** Every error code a caller can get, with its HTTP status on every transport. */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  RESYNC_REQUIRED: 410,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  VALIDATION_ERROR: 422,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** One mistake in the input, with the path of the field. */
export interface Issue {
  path: (string | number)[]
  message: string
}

/** What a caller gets to see of an error, on any transport. */
export interface ErrorReport {
  error: ErrorCode
  status: (typeof ERROR_STATUS)[ErrorCode]
  message: string
  /** One entry for each mistake of a `VALIDATION_ERROR`, or for each failed operation of a bulk. */
  issues?: Issue[]
}

const CODE_OF: Record<TRPCError['code'], ErrorCode> = {
  PARSE_ERROR: 'BAD_REQUEST',
  BAD_REQUEST: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  PAYMENT_REQUIRED: 'FORBIDDEN',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_ALLOWED',
  TIMEOUT: 'SERVICE_UNAVAILABLE',
  CONFLICT: 'CONFLICT',
  PRECONDITION_FAILED: 'PRECONDITION_FAILED',
  PRECONDITION_REQUIRED: 'PRECONDITION_FAILED',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  UNPROCESSABLE_CONTENT: 'VALIDATION_ERROR',
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
  CLIENT_CLOSED_REQUEST: 'BAD_REQUEST',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
  NOT_IMPLEMENTED: 'INTERNAL_SERVER_ERROR',
  BAD_GATEWAY: 'INTERNAL_SERVER_ERROR',
  GATEWAY_TIMEOUT: 'INTERNAL_SERVER_ERROR',
  SERVICE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
}

/** Maps any tRPC error to an error code. The report of an internal error reveals nothing about its cause. */
export function reportError(error: TRPCError): ErrorReport {
  const issues = inputIssues(error)
  if (issues) return report('VALIDATION_ERROR', summary(issues), issues)
  if (error.cause instanceof ResyncRequired) return report('RESYNC_REQUIRED', error.message)
  if (error.cause instanceof BatchRefused)
    return report(CODE_OF[error.code], error.message, error.cause.issues)
  if (error.code !== 'INTERNAL_SERVER_ERROR') return report(CODE_OF[error.code], error.message)
  const refusal = refusedTurn(error.cause)
  // Nobody reads this one.
  if (refusal === 'TURN_LEFT') return report('BAD_REQUEST', 'The caller has left')
  if (refusal === 'TURNS_BUSY') return report('SERVICE_UNAVAILABLE', OVERLOADED)
  if (refusal) {
    return report(
      'SERVICE_UNAVAILABLE',
      'Too many of your calls are waiting for each other; try again shortly',
    )
  }
  if (isDatabaseUnavailable(error.cause)) {
    return report('SERVICE_UNAVAILABLE', 'The database is not available just now; try again shortly')
  }
  return report('INTERNAL_SERVER_ERROR', 'Internal server error')
}

/** For input that only the procedure can validate; reported like a mistake found by the schema. */
export function invalidInput(path: PropertyKey[], message: string): TRPCError {
  const cause = rejection([{ code: 'custom', path, message, input: undefined }])
  return new TRPCError({ code: 'UNPROCESSABLE_CONTENT', message, cause })
}

/** tRPC has no code for 410, so the cause marks the error. */
class ResyncRequired extends Error {}

/** A replica cannot continue from its revision: the server no longer has, or never had, that part of the history. */
export function resyncRequired(message: string): TRPCError {
  return new TRPCError({ code: 'PRECONDITION_FAILED', message, cause: new ResyncRequired() })
}

class BatchRefused extends Error {
  constructor(readonly issues: Issue[]) {
    super()
  }
}

/** A batch is refused because of some of its operations: it has the code of the first, and an issue for each. */
export function batchRefused(operations: { path: Issue['path']; error: TRPCError }[]): TRPCError {
  const issues = operations.map(({ path, error }) => ({ path, message: error.message }))
  const code = operations[0]?.error.code ?? 'BAD_REQUEST'
  return new TRPCError({ code, message: summary(issues), cause: new BatchRefused(issues) })
}

/** The process does not keep up with what it is asked. */
export function overloaded(): TRPCError {
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: OVERLOADED })
}

const OVERLOADED = 'The server is busy just now; try again shortly'

/** A rate limit is used up. The `RateLimit` headers of the answer say when it resets. */
export function rateLimited(): TRPCError {
  return new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many calls in this minute' })
}

export function emailTaken(): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: 'An account with this e-mail address exists already' })
}

/** Without an active administrator nobody could promote another. */
export function lastAdmin(): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: 'The last active admin cannot be removed' })
}

/** Nothing of the kind is there for the caller: `notFound('task')`. */
export function notFound(what: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `There is no such ${what}` })
}

/** The token is valid, but its account has been deleted. */
export function accountGone(): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', message: 'The account no longer exists' })
}

/** The token is valid, but its session is not in the database, or has ended. */
export function sessionGone(): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', message: 'The session no longer exists' })
}

function report(error: ErrorCode, message: string, issues?: Issue[]): ErrorReport {
  return { error, status: ERROR_STATUS[error], message, ...(issues && { issues }) }
}

/** tRPC throws BAD_REQUEST for input that does not parse. With any other code, a zod error is not about the input. */
function inputIssues({ code, cause }: TRPCError): Issue[] | undefined {
  if (code !== 'BAD_REQUEST' && code !== 'UNPROCESSABLE_CONTENT') return
  return zodIssues(cause)
}

function summary(issues: Issue[]): string {
  return issues
    .map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
    .join('; ')
}
