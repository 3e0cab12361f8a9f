import { BlockList, isIPv6 } from 'node:net'
import type { Services } from '@tandem/api'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { registerJobMetrics } from './job-metrics.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/** Headers that proxies add, one or another. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/** A name of this machine, so that no page of another site can read the answer under a name of its own. */
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** Whether a process of this machine asks, and no proxy on behalf of somebody else. */
function isLocal({ headers, socket }: FastifyRequest): boolean {
  const { remoteAddress = '' } = socket
  return (
    LOOPBACK.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4') &&
    LOCAL_HOST.test(headers.host ?? '') &&
    !FORWARDED.some((name) => headers[name] !== undefined)
  )
}

/** `/metrics` for Prometheus on this machine: the process, response times by method, route and status, and jobs. */
export const metrics = fp<{ services: Services }>(async (app, { services }) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registerJobMetrics(registry, services)
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

  app.get('/metrics', async (req, reply) => {
    if (!isLocal(req)) return reply.callNotFound()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  app.addHook('onClose', async () => registry.clear())
})
