import { TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../route/route.ts'
import { formatEntityTag, weakTag } from './entity-tag.ts'
import { isHeld } from './if-none-match.ts'

// One for all calls that end so: nothing is captured, and tRPC hands a TRPCError on as it is.
const notModified = new TRPCError({ code: 'PRECONDITION_FAILED', message: 'Not modified' })
notModified.stack = 'TRPCError: Not modified'

/** Whether this is how `revalidate` ends a call. */
export function isNotModified(error: unknown): boolean {
  return error === notModified || (error instanceof Error && error.cause === notModified)
}

/** Compiles a route's `revalidate`; see `CreateContextOptions`. */
export function compileRevalidate({ method, type, status }: Route) {
  // No client holds the answer to a write, or a stream.
  if (method !== 'GET' || type === 'subscription') return () => nothing
  return (req: FastifyRequest, reply: FastifyReply) =>
    (name: string): void => {
      const tag = weakTag(name)
      reply.header('etag', formatEntityTag(tag))
      if (status === 200 && !isUndecided(req) && isHeld(req, tag)) throw notModified
    }
}

/**
 * Whether only the answer can tell. `If-Match` comes first (RFC 9110, section 13.2.2), and `If-None-Match: *` asks
 * whether there is an answer at all.
 */
function isUndecided({ headers }: FastifyRequest): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match']?.trim() === '*'
}

function nothing() {}
