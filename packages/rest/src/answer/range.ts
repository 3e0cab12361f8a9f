import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatEntityTag, parseEntityTags } from '../conditional/entity-tag.ts'

export interface ByteRange {
  start: number
  /** Inclusive. */
  end: number
}

const one = /^bytes=[\t ]*(\d*)-(\d*)[\t ]*$/i

/**
 * The one range of `size` bytes that a GET asks for (RFC 9110, section 14), or `none` if no byte is in it. Undefined when
 * the whole is to be sent: also for several ranges, for a malformed header, and when `If-Range` names another version.
 */
export function readRange(
  req: FastifyRequest,
  reply: FastifyReply,
  size: number,
): ByteRange | 'none' | undefined {
  const header = req.headers.range
  if (header === undefined || req.method !== 'GET' || !isCurrent(req, reply)) return undefined
  const [, first = '', last = ''] = one.exec(header) ?? []
  if (first === '') {
    // The last bytes, as many as are named.
    return last === '' ? undefined : satisfiable(Math.max(0, size - Number(last)), size - 1)
  }
  if (last !== '' && Number(last) < Number(first)) return undefined
  return satisfiable(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1))
}

function satisfiable(start: number, end: number): ByteRange | 'none' {
  return start <= end ? { start, end } : 'none'
}

/** Whether the client's part, if it has one, is of the version that is sent. Only a strong tag can tell. */
function isCurrent(req: FastifyRequest, reply: FastifyReply): boolean {
  const condition = req.headers['if-range']
  if (condition === undefined) return true
  if (typeof condition !== 'string') return false
  const modified = reply.getHeader('last-modified')
  const [tag, ...others] = [parseEntityTags(condition) ?? []].flat()
  if (typeof tag !== 'object') return modified !== undefined && String(modified) === condition
  return others.length === 0 && !tag.weak && formatEntityTag(tag) === String(reply.getHeader('etag'))
}
