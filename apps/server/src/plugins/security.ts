import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import cors from '@fastify/cors'
import fp from 'fastify-plugin'
import helmet from 'helmet'

/** The policy of every page here. Styles may be inline because Swagger UI and ReDoc write theirs into the page. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    workerSrc: ["'self'", 'blob:'],
  },
}

/** Security headers on every answer; cross-origin access for the configured origins and nobody else. */
export const security = fp<{ corsOrigins: string[] }>(async (app, { corsOrigins }) => {
  const headers = helmetHeaders()
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
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'last-event-id',
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

/** What helmet sets. It is the same for every answer, and made once: as a plugin helmet makes it for each. */
function helmetHeaders() {
  const res = new ServerResponse(new IncomingMessage(new Socket()))
  helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY })(res.req, res, () => {})
  return res.getHeaders()
}
