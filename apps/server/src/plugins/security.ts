import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import cors from '@fastify/cors'
import fp from 'fastify-plugin'
import helmet from 'helmet'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Closes the route to other origins, whatever is configured. */
    cors?: false
  }
}

/** A page may load nothing from other hosts, and no inline scripts or styles. */
const DIRECTIVES = {
  defaultSrc: ["'self'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  manifestSrc: ["'self'"],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
}

/** Security headers on every response, and CORS for the configured origins. */
export const security = fp<{ corsOrigins: string[] }>(async (app, { corsOrigins }) => {
  const headers = helmetHeaders(DIRECTIVES)
  app.addHook('onRequest', (_req, reply, done) => {
    reply.headers(headers)
    done()
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

/** For Swagger UI and ReDoc, which need inline styles. */
export const DOCS_POLICY = {
  'content-security-policy': helmetHeaders({ ...DIRECTIVES, styleSrc: ["'self'", "'unsafe-inline'"] })[
    'content-security-policy'
  ],
}

/** The headers of helmet, computed once. Helmet's middleware would compute them for each response. */
function helmetHeaders(directives: typeof DIRECTIVES) {
  const res = new ServerResponse(new IncomingMessage(new Socket()))
  helmet({ contentSecurityPolicy: { useDefaults: false, directives } })(res.req, res, () => {})
  return res.getHeaders()
}
