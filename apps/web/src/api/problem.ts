import type { AppRouter } from '@tandem/api'
import { TRPCClientError } from '@trpc/client'
import { type Problem, Refused } from '../session/session.ts'

/** What the server refused, whichever way it was asked; undefined where it was not reached, or did not answer. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refused) return error.problem
  if (!isTrpc(error) || !error.data) {
    return error instanceof TRPCClientError && error.cause instanceof Refused
      ? error.cause.problem
      : undefined
  }
  const { httpStatus: status, error: code, issues } = error.data
  const response = error.meta?.response
  const header = response instanceof Response ? response.headers.get('retry-after') : null
  return { status, error: code, message: error.message, issues, retryAfter: Number(header) || undefined }
}

/** Whether to try again later may help: the server was not reached, is overloaded, or asks to wait. */
export function isPassing(error: unknown): boolean {
  const problem = problemOf(error)
  return !problem || problem.status === 429 || problem.status >= 500
}

function isTrpc(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
