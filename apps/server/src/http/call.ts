import type { Call } from '@tandem/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressKeys, callerAddress } from '../limits/address-key.ts'
import { type LimitState, type RateLimits, rateLimitHeaders } from '../limits/rate-limits.ts'

type ConnectionParams = Record<string, string | undefined> | null

interface CallOptions {
  req: FastifyRequest
  reply: FastifyReply
  limits: RateLimits
  /** How many procedures the request calls. */
  calls: number
  pathUserId?: string | undefined
  /** Sent by clients that cannot set headers, such as a browser's `EventSource`. */
  connectionParams?: ConnectionParams
  revalidate?: Call['revalidate']
}

/** The request in the terms of the procedures. The state of its rate limits goes into the response headers. */
export function toCall(options: CallOptions): Call {
  const { req, reply, limits, calls, pathUserId, connectionParams, revalidate } = options
  const { authorization, apiKey } = credentials(req, connectionParams)
  return {
    requestId: req.id,
    authorization,
    apiKey,
    userAgent: req.headers['user-agent'],
    address: callerAddress(req),
    pathUserId,
    calls,
    // A pipelined response that waits behind another has no socket of its own yet.
    hasLeft: () => reply.raw.destroyed || req.socket.destroyed,
    revalidate,
    hasIfNoneMatch: req.headers['if-none-match'] !== undefined,
    idempotencyKey: req.method === 'POST' ? header(req, 'idempotency-key') : undefined,
    onReplay: () => reply.header('idempotency-replayed', 'true'),
    takeFromLimit: takeFrom(limits, (states) => {
      // A streamed response sends its headers before its procedures run.
      if (!reply.raw.headersSent) reply.headers(rateLimitHeaders(states))
    }),
  }
}

/** A user, or a user's calendar. Everything else is an address. */
const USER = /^(calendar )?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Takes from the limits. `onState` gets the latest state of each, since a batch may take from one more than once. */
export function takeFrom(
  limits: RateLimits,
  onState?: (states: LimitState[]) => void,
): Call['takeFromLimit'] {
  const states = new Map<LimitState['policy'], LimitState>()
  return async (limit, subject, cost) => {
    const { key, network } = USER.test(subject) ? { key: subject, network: undefined } : addressKeys(subject)
    const state = await limits.take(limit, key, cost, network)
    if (!state) return true
    states.set(state.policy, state)
    onState?.([...states.values()])
    return state.allowed
  }
}

/** From the headers or else from `connectionParams`, which may hold `authorization`, `token` alone, or `apiKey`. */
export function credentials(req: FastifyRequest, connectionParams: ConnectionParams = null) {
  const { authorization, token, apiKey } = connectionParams ?? {}
  return {
    authorization: req.headers.authorization ?? authorization ?? (token && `Bearer ${token}`),
    apiKey: header(req, 'x-api-key') ?? apiKey,
  }
}

function header(req: FastifyRequest, name: string): string | undefined {
  const value = req.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
