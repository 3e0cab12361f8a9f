import { getTRPCErrorFromUnknown, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server'

const codes: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  402: 'PAYMENT_REQUIRED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  428: 'PRECONDITION_REQUIRED',
  429: 'TOO_MANY_REQUESTS',
  499: 'CLIENT_CLOSED_REQUEST',
  501: 'NOT_IMPLEMENTED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
}

/**
 * Turns anything thrown while a request is handled into a TRPCError. Errors with a `statusCode`, such as Fastify's, keep
 * their meaning (a body that is too large is `PAYLOAD_TOO_LARGE`). Anything else is `INTERNAL_SERVER_ERROR`.
 */
export function toTRPCError(error: unknown): TRPCError {
  if (!(error instanceof Error) || error.name === 'TRPCError') return getTRPCErrorFromUnknown(error)
  const code = codeOf(error)
  return code ? new TRPCError({ code, message: error.message, cause: error }) : getTRPCErrorFromUnknown(error)
}

function codeOf(error: Error): TRPC_ERROR_CODE_KEY | undefined {
  if ('code' in error && typeof error.code === 'string') {
    // Errors of Node's HTTP parser have a code, and no status.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'TIMEOUT'
    if (error.code.startsWith('HPE_')) return 'BAD_REQUEST'
  }
  if (!('statusCode' in error) || typeof error.statusCode !== 'number') return undefined
  const { statusCode } = error
  return codes[statusCode] ?? (statusCode >= 400 && statusCode < 500 ? 'BAD_REQUEST' : undefined)
}
