import type { AppRouter } from '@tandem/client'
import { TRPCClientError } from '@trpc/client'

/** An error response of the server. */
export interface Problem {
  status: number
  error: string
  message: string
  issues?: { path: (string | number)[]; message: string }[] | undefined
  /** Seconds to wait before the next attempt, if the server says so. */
  retryAfter?: number | undefined
}

/** An error response to a request that did not go through tRPC. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/** The error response behind an error. Undefined if the server was not reached or did not respond. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem
  if (!isTrpcError(error) || !error.data) {
    return error instanceof TRPCClientError && error.cause instanceof ProblemError
      ? error.cause.problem
      : undefined
  }
  const { httpStatus: status, error: code, issues } = error.data
  const response = error.meta?.response
  const header = response instanceof Response ? response.headers.get('retry-after') : null
  return { status, error: code, message: error.message, issues, retryAfter: Number(header) || undefined }
}

/** The error response of a request that did not go through tRPC, from its status, its body as JSON and its `Retry-After`. */
export function problemIn(
  { status, statusText }: { status: number; statusText: string },
  body: Partial<Problem>,
  retryAfter: string | null,
): Problem {
  return {
    error: 'INTERNAL_SERVER_ERROR',
    message: statusText,
    ...body,
    status,
    retryAfter: Number(retryAfter) || undefined,
  }
}

/** Whether an earlier request with the same idempotency key is still being processed. Its result will be available soon. */
export function isStillRunning(problem: Problem | undefined): boolean {
  return problem?.status === 409 && problem.message.includes('still running')
}

/** Whether a retry may succeed: the server was not reached, failed, or asked to wait. */
export function isTransient(error: unknown): boolean {
  const problem = problemOf(error)
  return !problem || problem.status === 429 || problem.status >= 500
}

function isTrpcError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
