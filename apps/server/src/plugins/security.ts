import cors from '@fastify/cors'
import { TRPCError } from '@trpc/server'
import fp from 'fastify-plugin'
import { SECURITY_HEADERS } from '../http/security-headers.ts'

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
    // Node's own check, which is off, would answer without these headers.
    done(req.headers.host === undefined && req.raw.httpVersion === '1.1' ? withoutHost() : undefined)
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

function withoutHost() {
  return new TRPCError({ code: 'BAD_REQUEST', message: 'The request has no Host header' })
}
