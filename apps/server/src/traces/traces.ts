import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { createSpans, extract } from './spans.ts'
import { createTracer } from './tracer.ts'

interface TracesOptions {
  /** Where the collector takes spans, in OTLP over HTTP. */
  url: string
  database: Pick<Database, 'observe'>
  services: Pick<Services, 'observer'>
}

/** What asks every few seconds, and is of no interest. A WebSocket is no request: each of its messages is a trace. */
function isUntraced({ routeOptions: { url = '' }, headers }: FastifyRequest): boolean {
  return url === '/metrics' || url.startsWith('/health') || headers.upgrade !== undefined
}

/**
 * Traces requests, their calls of procedures, runs of jobs, and the queries of all. A request with a `traceparent` continues that trace. The lines that
 * it logs have its `trace_id`. Loaded only where traces are asked for.
 */
export const traces = fp<TracesOptions>(async (app, { url, database, services }) => {
  const { tracer, stop } = createTracer(url, app.log)
  const { current, start, queries, ...observed } = createSpans(tracer)
  const open = new WeakMap<FastifyRequest, Span>()

  app.addHook('onRequest', (req, reply, done) => {
    if (isUntraced(req)) return done()
    const { method, routeOptions } = req
    const route = routeOptions.url
    // The pattern alone: a path may be a secret, as that of a calendar is.
    const attributes = { 'http.request.method': method, ...(route && { 'http.route': route }) }
    const span = start(
      route ? `${method} ${route}` : method,
      SpanKind.SERVER,
      extract(req.headers),
      attributes,
    )
    open.set(req, span)
    req.log = reply.log = req.log.child({ trace_id: span.spanContext().traceId })
    done()
  })

  // Not before: a body is read outside of what the hook before it has called.
  app.addHook('preHandler', (req, _reply, done) => {
    const span = open.get(req)
    if (span) current.run(span, done)
    else done()
  })

  app.addHook('onResponse', (req, { statusCode }, done) => {
    const span = open.get(req)
    span?.setAttribute('http.response.status_code', statusCode)
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    done()
  })

  Object.assign(services.observer, observed)
  const ignoreQueries = database.observe(queries)
  app.addHook('onClose', async () => {
    ignoreQueries()
    await stop()
  })
})
