import { isIP } from 'node:net'
import type { Call } from '@tandem/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressKey, type LimitState, type RateLimits, rateLimitHeaders } from './rate-limits.ts'

interface CallOptions {
  req: FastifyRequest
  reply: FastifyReply
  limits: RateLimits
  /** How many procedures the request calls. */
  calls: number
  pathUserId?: string | undefined
}

/** A request as the procedures know it. What its limits have left goes into the headers of the answer. */
export function callOf({ req, reply, limits, calls, pathUserId }: CallOptions): Call {
  /** The latest state of each limit: a batch may ask the same one more than once. */
  const states = new Map<LimitState['policy'], LimitState>()
  return {
    requestId: req.id,
    authorization: req.headers.authorization,
    apiKey: header(req, 'x-api-key'),
    userAgent: req.headers['user-agent'],
    address: req.ip,
    pathUserId,
    calls,
    takeFromLimit: async (limit, of, cost) => {
      const state = await limits.take(limit, isIP(of) ? addressKey(of) : of, cost)
      if (!state) return true
      states.set(state.policy, state)
      // A streamed answer has sent its headers before its procedures run.
      if (!reply.raw.headersSent) reply.headers(rateLimitHeaders([...states.values()]))
      return state.allowed
    },
  }
}

function header(req: FastifyRequest, name: string): string | undefined {
  const value = req.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
