import type { FastifyRequest } from 'fastify'
import { type EntityTag, parseEntityTags } from './entity-tag.ts'

/** RFC 9110, section 13.1.2: by weak comparison; a malformed header is no condition. */
export function isHeld(req: FastifyRequest, current: EntityTag): boolean {
  const header = req.headers['if-none-match']
  const tags = header === undefined ? undefined : parseEntityTags(header)
  return tags === '*' || (tags?.some((tag) => tag.value === current.value) ?? false)
}
