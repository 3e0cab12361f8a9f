import type { IncomingMessage } from 'node:http'
import cors from '@fastify/cors'
import { TRPCError } from '@trpc/server'
import fp from 'fastify-plugin'
import { SECURITY_HEADERS } from '../http/response/security-headers.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Closes the route to other origins, whatever is configured. */
    cors?: false
  }
}

/** Security headers on every response, and CORS for the configured origins. */
export const security = fp<{ corsOrigins: string[] }>(async (app, { corsOrigins }) => {
  app.addHook('onRequest', (req, reply, done) => {
    reply.headers(SECURITY_HEADERS)
    const coded = codedBody(req.raw)
    // What is accepted instead (RFC 9110, section 12.5.3).
    if (coded) reply.header('accept-encoding', 'identity')
    done(ambiguity(req.raw) ?? coded)
  })
  if (corsOrigins.length === 0) return
  await app.register(cors, {
    origin: corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'baggage',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'last-event-id',
      'sentry-trace',
      'traceparent',
      'tracestate',
      'trpc-accept',
      'x-api-key',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'idempotency-replayed',
      'link',
      'location',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'x-request-id',
    ],
    maxAge: 3600,
    strictPreflight: false,
  })
})

/** Why a body cannot be read: it is compressed, or said to be. Read as it is, what a proxy has checked may be something else. */
function codedBody({ headers }: IncomingMessage): TRPCError | undefined {
  const coding = headers['content-encoding']
  if (coding === undefined || coding.trim().toLowerCase() === 'identity') return undefined
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
  if (!hasBody) return undefined
  return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `Unsupported Content-Encoding: ${coding}` })
}

/** Headers that say who asks for what. Node keeps the first of each, and a proxy may have looked at the last. */
const SINGLE = ['host', 'authorization', 'content-type', 'x-api-key']

/** Why a request could mean different things to a proxy and to this server. Most requests could not. */
function ambiguity({ headers, httpVersion, rawHeaders }: IncomingMessage): TRPCError | undefined {
  const refuse = (message: string) => new TRPCError({ code: 'BAD_REQUEST', message })
  // Node's own check, which is off, would answer without our headers.
  if (headers.host === undefined && httpVersion === '1.1') return refuse('The request has no Host header')
  let seen = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    // Few names are as long as one of these, so few are written in lower case.
    if (name.length !== 4 && name.length !== 9 && name.length !== 12 && name.length !== 13) continue
    const found = SINGLE.indexOf(name.toLowerCase())
    if (found === -1) continue
    if (seen & (1 << found)) return refuse(`The request has more than one ${name} header`)
    seen |= 1 << found
  }
  return undefined
}
