import type { IncomingMessage } from 'node:http'
import type { Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { StreamOptions } from '@tandem/fastify-trpc'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Env } from './env.ts'
import { spoolFolder } from './files/open-files.ts'
import { createFormReader } from './files/read-form.ts'
import { Spool } from './files/spool.ts'
import { AccessLog } from './http/access-log.ts'
import { basePathOf, basePathRemover } from './http/base-path.ts'
import { logOptions } from './http/log.ts'
import { CALENDAR_PREFIX, REST_PREFIX, SESSION_PREFIX, TRPC_PREFIX } from './http/prefixes.ts'
import { requestId } from './http/request-id.ts'
import { longestUpload } from './http/slow-bodies.ts'
import { Pressure } from './limits/pressure.ts'
import { createRateLimits } from './limits/rate-limits.ts'
import { browserSession } from './plugins/browser-session/browser-session.ts'
import { calendar } from './plugins/calendar/calendar.ts'
import { docs } from './plugins/docs/docs.ts'
import { errors, refuseUrl } from './plugins/errors.ts'
import { live } from './plugins/live.ts'
import { health } from './plugins/operations/health.ts'
import { metrics } from './plugins/operations/metrics.ts'
import { overload } from './plugins/operations/overload.ts'
import { type ShutdownOptions, shutdown } from './plugins/operations/shutdown.ts'
import { type SlowBodyOptions, slowBodies } from './plugins/operations/slow-bodies.ts'
import { untrustedProxy } from './plugins/operations/untrusted-proxy.ts'
import { refusals, refuseConnection } from './plugins/refusals.ts'
import { rest } from './plugins/rest.ts'
import { security } from './plugins/security.ts'
import { serverTiming } from './plugins/server-timing.ts'
import { trpc } from './plugins/trpc.ts'
import { trpcSocket } from './plugins/trpc-socket.ts'
import { web } from './plugins/web/web.ts'

export interface AppOptions {
  env: Env
  database: Database
  services: Services
  /** The folder of the built web app. Without it none is served. */
  webRoot?: string
  /** How streams treat slow readers, on every transport. */
  stream?: StreamOptions
  /** How long requests in flight may take when the server closes. */
  shutdown?: ShutdownOptions
  /** How long bodies of requests may take. */
  slowBodies?: SlowBodyOptions
  /** Where the log goes. Default: standard output. */
  logStream?: { write(line: string): void }
}

const MIB = 1024 * 1024

/** Builds the whole server, ready to listen or to `inject`. It does not close the database or the services. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { env, database, services, stream = {}, webRoot, logStream } = options
  const basePath = basePathOf(env.APP_URL)
  const removeBasePath = basePathRemover(basePath)
  const app = Fastify({
    logger: {
      ...logOptions(env),
      ...(logStream && { stream: logStream }),
    },
    logController: new AccessLog({ requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    trustProxy: trustProxy(env.TRUST_PROXY),
    bodyLimit: MIB,
    // Fastify's default is no timeout: a client that sends its body slowly could hold a connection for ever.
    // What is no upload may take 30 s (slow-bodies.ts).
    requestTimeout: longestUpload(env.FILES_MAX_BYTES),
    // Node enforces `requestTimeout` only if `headersTimeout` is shorter.
    // A missing Host is refused by a hook (security.ts): Node's response would lack the headers of every response.
    // Who closes an idle connection may meet a request that is on its way, which clients see as ECONNRESET and proxies answer
    // with 502. So the others close first: Node's `fetch` and Google's load balancer after 600 s, most much sooner.
    keepAliveTimeout: 620_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000, requireHostHeader: false },
    // What arrives during the shutdown is in flight, and ends whole.
    return503OnClosing: false,
    frameworkErrors: refuseUrl,
    clientErrorHandler: refuseConnection,
    // A tRPC batch names all its procedures in one path segment.
    routerOptions: { maxParamLength: 5000 },
    ...(removeBasePath && { rewriteUrl: ({ url = '/' }: IncomingMessage) => removeBasePath(url) }),
  })

  const limits = await createRateLimits({
    calls: env.RATE_LIMIT_MAX,
    attempts: env.RATE_LIMIT_AUTH_MAX,
    redisUrl: env.REDIS_URL,
    log: app.log,
  })
  app.addHook('onClose', () => limits.close())
  const pressure = new Pressure()

  // First, so that their times contain the rest. Neither is there unless it is asked for.
  if (env.TRACES_URL !== undefined) {
    const { traces } = await import('./traces/traces.ts')
    await app.register(traces, { url: env.TRACES_URL, database, services })
  }
  if (env.SERVER_TIMING) await app.register(serverTiming, { database })

  await app.register(shutdown, options.shutdown ?? {})
  await app.register(slowBodies, options.slowBodies ?? {})
  await app.register(untrustedProxy)
  await app.register(errors)
  await app.register(refusals)
  await app.register(metrics, { env, services, database, limits, pressure })
  await app.register(security, { corsOrigins: env.CORS_ORIGINS })
  await app.register(overload, { database, pressure })
  await app.register(health, { database })
  const folder = spoolFolder(env)
  await Spool.clear(folder)
  const readForm = createFormReader({
    folder,
    maxBytes: env.FILES_MAX_BYTES,
    onRead: (req) => app.slowBodies.allow(req),
  })
  await app.register(live, { services, path: TRPC_PREFIX, removeBasePath })
  await app.register(rest, { prefix: REST_PREFIX, basePath, services, limits, stream, readForm })
  await app.register(trpc, { prefix: TRPC_PREFIX, services, limits, stream, readForm })
  await app.register(trpcSocket, { prefix: TRPC_PREFIX, services, limits, stream })
  await app.register(browserSession, { prefix: SESSION_PREFIX, basePath, services, limits })
  await app.register(calendar, { prefix: CALENDAR_PREFIX, services, limits })
  await app.register(docs, { appUrl: env.APP_URL })
  if (webRoot !== undefined) await app.register(web, { root: webRoot, basePath })
  return app
}

/** A number is counted here, because Fastify from 5.12.1 on trusts no proxy when it is given `1`. */
function trustProxy(setting: Env['TRUST_PROXY']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting
}
