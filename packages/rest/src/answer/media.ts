import { Readable } from 'node:stream'
import { TRPCError } from '@trpc/server'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../route/route.ts'
import { disconnectStalled } from '../stream/stalled.ts'
import { readRange } from './range.ts'
import { readBlob, type Source, sourceOf } from './source.ts'

/** The headers that describe one representation. An error that replaces it takes them back. */
export const MEDIA_HEADERS = [
  'accept-ranges',
  'content-disposition',
  'content-range',
  'content-length',
  'last-modified',
  'etag',
] as const

/** A browser that opens a file nevertheless runs nothing in it, and gives it no origin. */
const SANDBOX = "default-src 'none'; sandbox"

export interface MediaOptions {
  /** Milliseconds after which a client that takes nothing of what waits for it is disconnected. */
  stallMs: number
  /** Reports an error that comes when a part of the answer has been sent. */
  reportError: (error: unknown, req: FastifyRequest) => void
}

/** Sets the entity tag, and tells whether the client holds what it names. */
type Revalidate = (body: Buffer | undefined) => boolean

/** Sends text, bytes, a `File`, a `Blob` or a stream. */
export type MediaAnswer = (
  req: FastifyRequest,
  reply: FastifyReply,
  output: unknown,
  status: number,
  isNotModified: Revalidate,
) => FastifyReply

/**
 * Compiles the answer of bytes with a media type: whole or a range of them, with back-pressure. The source is closed when
 * the client leaves, and for HEAD.
 */
export function compileMedia({ procedure, plan }: Route, options: MediaOptions): MediaAnswer {
  const declared = plan.kind === 'media' ? plan.mediaType : '*/*'

  return (req, reply, output, status, isNotModified) => {
    const source = sourceOf(output)
    if (!source) throw unsendable(procedure, output, declared)
    setHeaders(reply, output, typeFor(procedure, declared, source))
    if (isNotModified(source.kind === 'bytes' ? source.bytes : undefined)) {
      discardSource(source)
      return reply.code(304).send()
    }
    reply.code(status)
    if (source.kind === 'stream') return sendStream(req, reply, source, options)
    return sendSized(req, reply, source, status, options)
  }
}

/** Lets go of an output that will not be sent. */
export function discardOutput(output: unknown): void {
  const source = typeof output === 'object' ? sourceOf(output) : undefined
  if (source) discardSource(source)
}

function discardSource(source: Source) {
  if (source.kind === 'stream') source.discard()
}

function sendSized(
  req: FastifyRequest,
  reply: FastifyReply,
  source: Exclude<Source, { kind: 'stream' }>,
  status: number,
  options: MediaOptions,
): FastifyReply {
  const size = source.kind === 'bytes' ? source.bytes.length : source.blob.size
  if (req.method === 'GET' || req.method === 'HEAD') reply.header('accept-ranges', 'bytes')
  const range = status === 200 ? readRange(req, reply, size) : undefined
  if (range === 'none') {
    for (const name of MEDIA_HEADERS) reply.removeHeader(name)
    reply.removeHeader('content-type')
    return reply.code(416).header('content-range', `bytes */${size}`).send()
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (source.kind === 'bytes') return reply.send(source.bytes.subarray(start, end + 1))
  reply.header('content-length', end + 1 - start)
  const part = range ? source.blob.slice(start, end + 1) : source.blob
  return sendStream(req, reply, { open: () => readBlob(part), discard: () => {} }, options)
}

function sendStream(
  req: FastifyRequest,
  reply: FastifyReply,
  source: Pick<Extract<Source, { kind: 'stream' }>, 'open' | 'discard'>,
  { stallMs, reportError }: MediaOptions,
): FastifyReply {
  if (req.method === 'HEAD') {
    // An empty stream, which Fastify answers without a `Content-Length` of its own.
    source.discard()
    return reply.send(Readable.from([]))
  }
  const body = source.open()
  body.once('error', (error) => {
    // Before the head is sent, Fastify's error handler answers. Then it destroys the connection, so that the client
    // does not take a part for the whole. A client that has left is no error.
    if (reply.raw.headersSent && !reply.raw.destroyed) reportError(error, req)
  })
  disconnectStalled(reply.raw, req.raw.socket, stallMs)
  return reply.send(body)
}

function setHeaders(reply: FastifyReply, output: unknown, contentType: string) {
  reply.header('content-type', contentType)
  // What others have uploaded must not be taken for a page or a script.
  if (!reply.hasHeader('x-content-type-options')) reply.header('x-content-type-options', 'nosniff')
  if (output instanceof File && !reply.hasHeader('content-disposition')) {
    reply.header('content-disposition', contentDisposition(fileName(output.name)))
    reply.header('content-security-policy', SANDBOX)
  }
}

/** A file's name without folders and control characters, which no name may have. */
function fileName(name: string): string | undefined {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  const clean = last.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, '').trim()
  return clean === '' || clean === '.' || clean === '..' ? undefined : clean
}

/** The `Content-Type`. Where meta names a range of types, a `File` or a `Blob` has one of its own. */
function typeFor(procedure: string, declared: string, source: Source): string {
  if (!declared.endsWith('/*')) return withCharset(declared)
  const own = source.kind === 'blob' ? source.blob.type : ''
  const isOwn = own !== '' && (declared === '*/*' || own.startsWith(declared.slice(0, -1)))
  if (isOwn) return own
  if (declared !== '*/*') {
    throw internal(`${procedure} returned an output of type "${own}", which is not ${declared}`)
  }
  return source.kind === 'bytes' && source.isText ? 'text/plain; charset=utf-8' : 'application/octet-stream'
}

function withCharset(mediaType: string): string {
  return mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType
}

function unsendable(procedure: string, output: unknown, declared: string) {
  const what = output === null ? 'null' : Array.isArray(output) ? 'array' : typeof output
  return internal(`${procedure} returned a value of type ${what}, which cannot be sent as ${declared}`)
}

function internal(message: string): TRPCError {
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message })
}
