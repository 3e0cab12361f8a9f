import { jsonTextOf } from '@tandem/json-text'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  contentTag,
  type EntityTag,
  formatEntityTag,
  parseEntityTags,
  versionTag,
} from '../conditional/entity-tag.ts'
import { preconditionFailed, readIfMatch } from '../conditional/if-match.ts'
import { matchesIfNoneMatch } from '../conditional/if-none-match.ts'
import type { RestRoute } from '../meta.ts'
import type { Route } from '../route/route.ts'
import { compileLocation, formatLinks, own } from './links.ts'

/** Sends a procedure's output as a route's answer. */
export type Answer = (
  req: FastifyRequest,
  reply: FastifyReply,
  input: unknown,
  output: unknown,
) => FastifyReply

/** Compiles a route's answer: status, body, validators and links, and the conditions a GET may carry. */
export function compileAnswer(route: Route, prefix: string): Answer {
  const { meta, status } = route
  const addLinks = linkHeaders(meta, prefix)
  const addEntityTag = entityTagHeader(route)

  return (req, reply, input, output) => {
    // Plain JSON, without the router's transformer. JSON has no `undefined`: that is `null`.
    const body = status === 204 ? undefined : (jsonTextOf(output) ?? JSON.stringify(output) ?? 'null')
    const isNotModified = addEntityTag(req, reply, output, body)
    if (isNotModified) return reply.code(304).send()
    addLinks?.(req, reply, input, output)
    reply.code(status)
    if (body === undefined) return reply.send()
    return reply.header('content-type', 'application/json; charset=utf-8').send(body)
  }
}

/** Compiles what sets the `ETag`. It returns true when a GET is to be answered with 304. */
function entityTagHeader({ meta, method, status }: Route) {
  const isGet = method === 'GET'

  const tagOf = (output: unknown, body: string | undefined): EntityTag | undefined => {
    const version = meta.etag === undefined ? undefined : versionTag(own(output, meta.etag))
    return version ?? (isGet && body !== undefined ? contentTag(body) : undefined)
  }

  return (req: FastifyRequest, reply: FastifyReply, output: unknown, body: string | undefined): boolean => {
    // A tag that the application has set wins.
    const current = presetTag(reply) ?? tagOf(output, body)
    if (!current) return false
    if (!reply.hasHeader('etag')) reply.header('etag', formatEntityTag(current))
    if (!isGet) return false
    if (meta.ifMatch === undefined) checkIfMatch(req, current)
    return status === 200 && matchesIfNoneMatch(req, current)
  }
}

function linkHeaders({ links, location }: RestRoute, prefix: string) {
  if (!links && location === undefined) return undefined
  const locate = location === undefined ? undefined : compileLocation(location, prefix)
  return (req: FastifyRequest, reply: FastifyReply, input: unknown, output: unknown) => {
    const url = locate?.(output, req.params as Record<string, string>)
    if (url !== undefined) reply.header('location', url)
    const related = links && formatLinks(links({ input, output }), req.url)
    if (related !== undefined) reply.header('link', related)
  }
}

function presetTag(reply: FastifyReply): EntityTag | undefined {
  const header = reply.getHeader('etag')
  const tags = header === undefined ? undefined : parseEntityTags(String(header))
  return Array.isArray(tags) ? tags[0] : undefined
}

/** RFC 9110, section 13.1.1: evaluated on GET too, with the strong comparison. */
function checkIfMatch(req: FastifyRequest, current: EntityTag) {
  const header = req.headers['if-match']
  if (header === undefined) return
  const tags = readIfMatch(header)
  if (tags === '*' || tags.some((tag) => !tag.weak && !current.weak && tag.value === current.value)) return
  throw preconditionFailed()
}
