import { STATUS_CODES } from 'node:http'
import { type ErrorReport, OAuthError, reportError } from '@tandem/api'
import type { ErrorAnswer } from '@tandem/rest'
import type { TRPCError } from '@trpc/server'
import { z } from 'zod'

/** The body of every REST error: RFC 9457, and Tandem's own `error`, `message`, `issues` and `requestId`. */
export const problem = z
  .object({
    type: z.string().meta({ examples: ['about:blank'] }),
    title: z.string().meta({ examples: ['Unprocessable Entity'] }),
    status: z.int(),
    error: z.string().meta({ examples: ['VALIDATION_ERROR'] }),
    message: z.string(),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
      .optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })

/** The body of one error. */
export function problemBody(
  status: number,
  report: Pick<ErrorReport, 'error' | 'message' | 'issues'>,
  requestId: string,
): z.infer<typeof problem> {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...report, requestId }
}

/** An error over REST: problem details, or the OAuth2 error of RFC 6749 from the token endpoint. */
export function formatError(error: TRPCError, requestId: string, procedure?: string): Required<ErrorAnswer> {
  const { status, ...report } = reportError(error)
  if (procedure === 'auth.token' && status === 400) {
    // RFC 6749 calls an unreadable request invalid.
    const code = error.cause instanceof OAuthError ? error.cause.code : 'invalid_request'
    const body = { error: code, error_description: report.message, requestId }
    return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
  }
  const body = problemBody(status, report, requestId)
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    ...errorHeaders({ status, message: report.message }),
  }
  return { status, headers, body }
}

/** The headers that 401 and 503 require. `Retry-After` of 429 comes from the rate limit. */
export function errorHeaders({
  status,
  message,
}: {
  status: number
  message: string
}): Record<string, string> {
  if (status === 401) return { 'www-authenticate': challenge(message) }
  return status === 503 ? { 'retry-after': '5' } : {}
}

/** RFC 6750, section 3. The description is one of our fixed sentences, so it needs no escaping. */
function challenge(description: string): string {
  return `Bearer realm="tandem", error="invalid_token", error_description="${description}"`
}
