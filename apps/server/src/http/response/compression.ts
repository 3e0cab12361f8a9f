import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { varyBy } from './caching.ts'

type Coding = 'br' | 'gzip'
const CODINGS: Coding[] = ['br', 'gzip']

/** A shorter answer fits into a packet or two anyway. In characters of a text, which are bytes or more. */
const MIN_LENGTH = 1_024

const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip)
const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliCompress)

/** Levels at which a page costs less than it took to make (decision 44). Both run in threads beside the event loop. */
const COMPRESS: Record<Coding, (body: string | Buffer) => Promise<Buffer>> = {
  br: (body) => brotli(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
  gzip: (body) => gzip(body, { level: 4 }),
}

const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|javascript|xml)\b)/

/** The bodies that are sent again and again, compressed. */
const kept = new WeakMap<Buffer, Map<Coding, Promise<Buffer>>>()

declare module 'fastify' {
  interface FastifyRequest {
    /** The coding that the entity tags of its conditions named. */
    taggedCoding: Coding | undefined
  }
}

interface CompressionOptions {
  /**
   * Answers that hold a secret and something that the caller has sent, or may have. Who chooses that, and sees how long the answers
   * are, could guess the secret (BREACH).
   */
  isSecret?: (req: FastifyRequest) => boolean
}

/**
 * Compresses the texts that a scope answers with, for clients that ask for it. Streams and files are left alone. A strong entity tag
 * gets the coding at its end, as it has to differ from that of the plain bytes, and conditions are accepted with it.
 */
export function compressAnswers(app: FastifyInstance, { isSecret }: CompressionOptions = {}): void {
  app.decorateRequest('taggedCoding', undefined)

  app.addHook('onRequest', (req, _reply, done) => {
    const { headers } = req
    if (headers['if-none-match'] !== undefined) withoutCoding(req, 'if-none-match')
    if (headers['if-match'] !== undefined) withoutCoding(req, 'if-match')
    done()
  })

  app.addHook('onSend', (req, reply, payload: unknown, done) => {
    varyBy(reply, 'accept-encoding')
    if (req.headers['accept-encoding'] === undefined) return done()
    if (reply.statusCode === 304 && req.taggedCoding) tagCoding(reply, req.taggedCoding)
    const compressing = isSecret?.(req) ? undefined : encode(req, reply, payload)
    if (compressing) compressing.then((body) => done(null, body), done)
    else done()
  })
}

/** Sends a body that is sent again and again, outside of such a scope. Its tag has to be weak, and `Vary` has to name `accept-encoding`. */
export function sendEncoded(req: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply {
  const compressing = encode(req, reply, body)
  if (!compressing) return reply.send(body)
  const send = (payload: unknown) => void reply.send(payload)
  compressing.then(send, send)
  return reply
}

/** The body in the coding that the caller asks for, which the headers then name. Undefined if it is to stay as it is. */
function encode(req: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<Buffer> | undefined {
  const accepted = req.headers['accept-encoding']
  if (accepted === undefined || !isLong(payload) || !isCompressible(reply)) return undefined
  const coding = negotiate(accepted, CODINGS)
  if (!coding) return undefined
  return compress(payload, coding).then((body) => {
    reply.header('content-encoding', coding).removeHeader('content-length')
    tagCoding(reply, coding)
    return body
  })
}

function isLong(payload: unknown): payload is string | Buffer {
  return (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length > MIN_LENGTH
}

/** Parts of something are parts of its plain bytes. */
function isCompressible(reply: FastifyReply): boolean {
  return (
    COMPRESSIBLE.test(String(reply.getHeader('content-type'))) &&
    !reply.hasHeader('content-encoding') &&
    !reply.hasHeader('content-range')
  )
}

function compress(body: string | Buffer, coding: Coding): Promise<Buffer> {
  return typeof body === 'string' ? COMPRESS[coding](body) : compressKept(body, coding)
}

function compressKept(body: Buffer, coding: Coding): Promise<Buffer> {
  const codings = kept.get(body) ?? new Map<Coding, Promise<Buffer>>()
  kept.set(body, codings)
  const compressed = codings.get(coding) ?? COMPRESS[coding](body)
  codings.set(coding, compressed)
  return compressed
}

const TAGGED = /-(br|gzip)"/g

/** Takes the codings out of the entity tags of a condition. */
function withoutCoding(req: FastifyRequest, name: 'if-match' | 'if-none-match'): void {
  const condition = req.headers[name] ?? ''
  const [, coding] = TAGGED.exec(condition) ?? []
  TAGGED.lastIndex = 0
  if (!coding) return
  req.taggedCoding = coding as Coding
  req.headers[name] = condition.replace(TAGGED, '"')
}

function tagCoding(reply: FastifyReply, coding: Coding): void {
  const tag = reply.getHeader('etag')
  if (typeof tag === 'string' && tag.startsWith('"')) reply.header('etag', `${tag.slice(0, -1)}-${coding}"`)
}
