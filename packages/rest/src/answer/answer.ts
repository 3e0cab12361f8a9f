import { Readable } from 'node:stream'
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
import { EVENTS, hasNoBody, isRedirect } from '../route/output.ts'
import type { Route } from '../route/route.ts'
import type { StreamAnswer } from '../stream/event-streams.ts'
import { plainJson, richJson } from './json.ts'
import { compileLocation, formatLinks, own, setRedirect } from './links.ts'
import { compileMedia, discardOutput, type MediaOptions } from './media.ts'
import { isAsyncIterable, isMedia } from './source.ts'

/** Sends a procedure's output as a route's answer, with the route's status unless another is given. */
export type Answer = (
  req: FastifyRequest,
  reply: FastifyReply,
  input: unknown,
  output: unknown,
  status?: number,
) => FastifyReply | Promise<FastifyReply>

export interface AnswerOptions extends MediaOptions {
  basePath: string
  prefix: string
  answerEvents: StreamAnswer
}

/**
 * Compiles a route's answer: status, body, validators and links, and the conditions a GET may carry. What is decided here
 * is not asked again for each request.
 */
export function compileAnswer(route: Route, options: AnswerOptions): Answer {
  const { kind } = route.plan
  const answerJson = compileJson(route, options)
  if (kind === 'redirect' || kind === 'empty' || kind === 'json') return answerJson
  const answerMedia = compileMediaAnswer(route, options)
  if (kind === 'media') return answerMedia
  return (req, reply, input, output, status) => {
    if (typeof output !== 'object' || output === null) return answerJson(req, reply, input, output, status)
    if (isMedia(output)) return answerMedia(req, reply, input, output, status)
    if (isAsyncIterable(output)) {
      if (req.method === 'HEAD') return answerHeadOfEvents(reply, output)
      return options.answerEvents(req, reply, async () => output)
    }
    return answerJson(req, reply, input, output, status)
  }
}

function answerHeadOfEvents(reply: FastifyReply, output: object): FastifyReply {
  discardOutput(output)
  return reply.header('content-type', `${EVENTS}; charset=utf-8`).send(Readable.from([]))
}

function compileJson(route: Route, options: AnswerOptions): Answer {
  const { meta, plan } = route
  const addLinks = linkHeaders(meta, options)
  const addEntityTag = entityTagHeader(route)
  const toJson = plan.isRich ? richJson : plainJson
  const contentType = `${plan.kind === 'json' ? plan.mediaType : 'application/json'}; charset=utf-8`

  return (req, reply, input, output, status = route.status) => {
    const isBare = plan.kind === 'empty' || hasNoBody(status) || isRedirect(status)
    const body = isBare ? undefined : toJson(output)
    const isNotModified = addEntityTag(req, reply, output, body)
    if (isNotModified) return reply.code(304).send()
    addLinks?.(req, reply, input, output)
    reply.code(status)
    if (body !== undefined) return reply.header('content-type', contentType).send(body)
    if (isRedirect(status)) setRedirect(route.procedure, reply, output)
    return reply.send()
  }
}

function compileMediaAnswer(route: Route, options: AnswerOptions): Answer {
  const addLinks = linkHeaders(route.meta, options)
  const addEntityTag = entityTagHeader(route)
  const send = compileMedia(route, options)
  return (req, reply, input, output, status = route.status) => {
    addLinks?.(req, reply, input, output)
    return send(req, reply, output, status, (body) => addEntityTag(req, reply, output, body))
  }
}

/** Compiles what sets the `ETag`. It returns true when a GET is to be answered with 304. */
function entityTagHeader({ meta, method, status }: Route) {
  const isGet = method === 'GET'

  const tagOf = (output: unknown, body: string | Buffer | undefined): EntityTag | undefined => {
    const version = meta.etag === undefined ? undefined : versionTag(own(output, meta.etag))
    return version ?? (isGet && body !== undefined ? contentTag(body) : undefined)
  }

  return (
    req: FastifyRequest,
    reply: FastifyReply,
    output: unknown,
    body: string | Buffer | undefined,
  ): boolean => {
    // A tag that the application has set wins.
    const current = presetTag(reply) ?? tagOf(output, body)
    if (!current) return false
    if (!reply.hasHeader('etag')) reply.header('etag', formatEntityTag(current))
    if (!isGet) return false
    if (meta.ifMatch === undefined) checkIfMatch(req, current)
    return status === 200 && matchesIfNoneMatch(req, current)
  }
}

function linkHeaders(
  { links, location }: RestRoute,
  { basePath, prefix }: Pick<AnswerOptions, 'basePath' | 'prefix'>,
) {
  if (!links && location === undefined) return undefined
  const locate = location === undefined ? undefined : compileLocation(location, basePath + prefix)
  return (req: FastifyRequest, reply: FastifyReply, input: unknown, output: unknown) => {
    const url = locate?.(output, req.params as Record<string, string>)
    if (url !== undefined) reply.header('location', url)
    const related = links && formatLinks(links({ input, output }), basePath + req.url)
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
