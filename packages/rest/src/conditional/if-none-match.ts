import type { FastifyRequest } from 'fastify'
import { type EntityTag, parseEntityTags } from './entity-tag.ts'

/**
 * Whether `If-None-Match` lists the current tag, which a GET answers with 304 (RFC 9110, section 13.1.2: weak comparison).
 * A malformed header is ignored.
 */
export function matchesIfNoneMatch(req: FastifyRequest, current: EntityTag): boolean {
  const header = req.headers['if-none-match']
  const tags = header === undefined ? undefined : parseEntityTags(header)
  return tags === '*' || (tags?.some((tag) => tag.value === current.value) ?? false)
}
