import { rejection, zodIssues } from '@tandem/rest/issues'
import { TRPCError } from '@trpc/server'
import { isDatabaseUnavailable } from './database-errors.ts'

/** The one error vocabulary, and the HTTP status that each code has on every transport. */
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

/** One mistake in the input; `path` leads to the field. */
export interface Issue {
  path: (string | number)[]
  message: string
}

/** What a caller is told of an error, whatever the transport. */
export interface ErrorReport {
  error: ErrorCode
  status: (typeof ERROR_STATUS)[ErrorCode]
  message: string
  /** With `VALIDATION_ERROR` one entry for each mistake; where a bulk is refused, one for each operation at fault. */
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

/** Maps any tRPC error to the vocabulary. An internal error is told without a word of its cause. */
export function reportError(error: TRPCError): ErrorReport {
  const issues = inputIssues(error)
  if (issues) return report('VALIDATION_ERROR', summary(issues), issues)
  if (error.cause instanceof ResyncRequired) return report('RESYNC_REQUIRED', error.message)
  if (error.cause instanceof RefusedParts)
    return report(CODE_OF[error.code], error.message, error.cause.issues)
  if (error.code !== 'INTERNAL_SERVER_ERROR') return report(CODE_OF[error.code], error.message)
  if (isDatabaseUnavailable(error.cause)) {
    return report('SERVICE_UNAVAILABLE', 'The database cannot be reached just now; try again shortly')
  }
  return report('INTERNAL_SERVER_ERROR', 'Internal server error')
}

/** A refusal of input that only the procedure itself could judge, told like any other mistake in the input. */
export function invalidInput(path: PropertyKey[], message: string): TRPCError {
  const cause = rejection([{ code: 'custom', path, message, input: undefined }])
  return new TRPCError({ code: 'UNPROCESSABLE_CONTENT', message, cause })
}

/** tRPC has no code for 410, so what makes an error one is its cause. */
class ResyncRequired extends Error {}

/** What a copy was asked to continue from is no longer, or not yet, in the server's history. */
export function resyncRequired(message: string): TRPCError {
  return new TRPCError({ code: 'PRECONDITION_FAILED', message, cause: new ResyncRequired() })
}

class RefusedParts extends Error {
  constructor(readonly issues: Issue[]) {
    super()
  }
}

/** A refusal of the whole because of some of its parts: the first one's code, and an issue for each. */
export function refusedParts(parts: { path: Issue['path']; error: TRPCError }[]): TRPCError {
  const issues = parts.map(({ path, error }) => ({ path, message: error.message }))
  const code = parts[0]?.error.code ?? 'BAD_REQUEST'
  return new TRPCError({ code, message: summary(issues), cause: new RefusedParts(issues) })
}

/** A limit has nothing left; the answer's headers say when it will. */
export function tooMany(): TRPCError {
  return new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many calls in this minute' })
}

/** An e-mail address belongs to one account. */
export function emailTaken(): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: 'An account with this e-mail address exists already' })
}

/** Somebody has to be left who can make others administrators. */
export function lastAdmin(): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: 'The last active admin cannot be removed' })
}

/** The token is valid, but the account it was made for has been deleted since. */
export function accountGone(): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', message: 'The account no longer exists' })
}

function report(error: ErrorCode, message: string, issues?: Issue[]): ErrorReport {
  return { error, status: ERROR_STATUS[error], message, ...(issues && { issues }) }
}

/** tRPC throws BAD_REQUEST for an input that does not parse; the same cause on any other code is not about the input. */
function inputIssues({ code, cause }: TRPCError): Issue[] | undefined {
  if (code !== 'BAD_REQUEST' && code !== 'UNPROCESSABLE_CONTENT') return
  return zodIssues(cause)
}

function summary(issues: Issue[]): string {
  return issues
    .map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
    .join('; ')
}
