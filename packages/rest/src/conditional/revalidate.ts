import { TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../route/route.ts'
import { formatEntityTag, weakTag } from './entity-tag.ts'
import { matchesIfNoneMatch } from './if-none-match.ts'

// One instance for all calls: it captures nothing, and tRPC passes a TRPCError on unchanged.
const notModified = new TRPCError({ code: 'PRECONDITION_FAILED', message: 'Not modified' })
notModified.stack = 'TRPCError: Not modified'

/** Whether `revalidate` threw this to end a call. */
export function isNotModified(error: unknown): boolean {
  return error === notModified || (error instanceof Error && error.cause === notModified)
}

/** Compiles a route's `revalidate`; see `CreateContextOptions`. */
export function compileRevalidate({ method, isEventStream, status }: Route) {
  // Answers to writes are not cached, and neither are streams.
  if (method !== 'GET' || isEventStream) return () => ignore
  return (req: FastifyRequest, reply: FastifyReply) =>
    (name: string): void => {
      const tag = weakTag(name)
      reply.header('etag', formatEntityTag(tag))
      if (status === 200 && !needsAnswer(req) && matchesIfNoneMatch(req, tag)) throw notModified
    }
}

/**
 * Whether the answer has to be made first. `If-Match` takes precedence (RFC 9110, section 13.2.2), and
 * `If-None-Match: *` asks whether there is an answer at all.
 */
function needsAnswer({ headers }: FastifyRequest): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match']?.trim() === '*'
}

function ignore() {}
