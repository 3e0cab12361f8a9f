import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** `/metrics` for Prometheus: the process, and response times by method, route and status. */
export const metrics = fp(async (app) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request head to the last byte of the answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })

  // Cached, because the library sorts and joins the labels on every lookup. There are few routes and statuses.
  const series = new Map<string, ReturnType<typeof duration.labels>>()
  app.addHook('onResponse', (req, reply, done) => {
    // The route's pattern, because paths would make a series for each task.
    const route = req.routeOptions.url ?? 'none'
    const { method } = req
    const status = String(reply.statusCode)
    const name = `${method} ${status} ${route}`
    const found = series.get(name) ?? duration.labels({ method, route, status })
    series.set(name, found)
    found.observe(reply.elapsedTime / 1000)
    done()
  })

  app.get('/metrics', async (_req, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  app.addHook('onClose', async () => registry.clear())
})
