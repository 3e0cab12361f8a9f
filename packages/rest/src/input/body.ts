import { isUtf8 } from 'node:buffer'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import secureJson from 'secure-json-parse'
import type { RestContentType } from '../meta.ts'
import { type Issue, rejection, unrecognized } from './issues.ts'

/** Reads a body of `multipart/form-data`. What it keeps for that is of no use once `reply` has closed. */
export type ReadForm = (req: FastifyRequest, reply: FastifyReply) => Promise<FormData>

const FORM = 'multipart/form-data'

/** A form that is read when the procedure asks for its input, so that nothing is kept for a caller who is refused. */
export class UnreadForm {
  readonly #read: (reply: FastifyReply) => Promise<FormData>

  constructor(read: (reply: FastifyReply) => Promise<FormData>) {
    this.#read = read
  }

  async fields(reply: FastifyReply): Promise<unknown> {
    return gather(await this.#read(reply))
  }
}

// Deeper than any real body, and too shallow for code that walks the value to overflow the stack.
const MAX_DEPTH = 500

const parsers: Record<RestContentType, (body: Buffer, contentType: string) => unknown> = {
  'application/json': parseJson,
  'application/x-www-form-urlencoded': (body) => gather(new URLSearchParams(decode(body))),
  'multipart/form-data': parseMultipart,
}

/** Replaces a scope's body parsers by those of the given content types. Any other is answered with 415. */
export function addBodyParsers(
  scope: FastifyInstance,
  contentTypes: readonly RestContentType[],
  readForm: ReadForm | undefined,
): void {
  scope.removeAllContentTypeParsers()
  for (const contentType of contentTypes) {
    if (contentType === FORM && readForm) {
      scope.addContentTypeParser(contentType, async (req: FastifyRequest) => {
        // A body of no length is none, as elsewhere.
        return req.headers['content-length'] === '0'
          ? undefined
          : new UnreadForm((reply) => readForm(req, reply))
      })
      continue
    }
    const parse = parsers[contentType]
    scope.addContentTypeParser(
      contentType,
      { parseAs: 'buffer' },
      async (req: FastifyRequest, body: Buffer) => {
        const header = req.headers['content-type'] ?? contentType
        checkCharset(header)
        return body.length === 0 ? undefined : parse(body, header)
      },
    )
  }
  scope.addContentTypeParser('*', acceptNoBody)
}

/** An empty body needs no type that is accepted: `curl -X POST -d ''` sends one of a form. */
async function acceptNoBody({ headers }: FastifyRequest): Promise<undefined> {
  if (headers['content-length'] === '0') return
  throw new TRPCError({
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: `Unsupported Media Type: ${headers['content-type'] ?? 'none'}`,
  })
}

function checkCharset(contentType: string) {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'The only charset supported is utf-8' })
  }
}

function decode(body: Buffer): string {
  if (!isUtf8(body)) throw new TRPCError({ code: 'BAD_REQUEST', message: 'The body is not valid UTF-8' })
  return body.toString('utf8')
}

function parseJson(body: Buffer): unknown {
  const text = decode(body)
  if (text.length > MAX_DEPTH * 2 && isDeeperThan(MAX_DEPTH, text)) {
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: `The body is nested deeper than ${MAX_DEPTH} levels`,
    })
  }
  try {
    return secureJson.parse(text)
  } catch (cause) {
    return parseSuspect(text, cause)
  }
}

/**
 * Parses what the careful parser refuses. Keys that would reach a prototype where code copies them are refused by name, at any
 * depth, as no schema can ask for one.
 */
function parseSuspect(text: string, cause: unknown): unknown {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The body is not valid JSON', cause })
  }
  const found = findPrototypeKeys(body, [])
  // The careful parser also fails for a `constructor` that is null.
  if (found.length === 0) return body
  const issues = found.map(({ path, key }) => ({ ...unrecognized('body field', key), path }))
  throw new TRPCError({
    code: 'UNPROCESSABLE_CONTENT',
    message: 'The request is not valid',
    cause: rejection(issues),
  })
}

function findPrototypeKeys(value: unknown, path: Issue['path']): { path: Issue['path']; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, held]) => {
    const isUnsafe = key === '__proto__' || (key === 'constructor' && reachesPrototype(held))
    return isUnsafe
      ? [{ path, key }]
      : findPrototypeKeys(held, [...path, Array.isArray(value) ? Number(key) : key])
  })
}

function reachesPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

function isDeeperThan(limit: number, json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') at = endOfString(json, at)
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    if (depth > limit) return true
  }
  return false
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '\\') at++
    else if (json[at] === '"') return at
  }
  return json.length
}

async function parseMultipart(body: Buffer, contentType: string): Promise<unknown> {
  let form: FormData
  try {
    form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The body is not valid multipart/form-data', cause })
  }
  return gather(form)
}

/** Repeated names become arrays. The object has no prototype, so that `__proto__` is a field like any other. */
function gather<T>(pairs: Iterable<[string, T]>): Record<string, T | T[]> {
  const fields: Record<string, T | T[]> = Object.create(null)
  for (const [name, value] of pairs) {
    const held = fields[name]
    if (held === undefined) fields[name] = value
    else if (Array.isArray(held)) held.push(value)
    else fields[name] = [held, value]
  }
  return fields
}
