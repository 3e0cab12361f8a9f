import cluster from 'node:cluster'
import { BlockList, isIPv6 } from 'node:net'
import type { Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Env } from '../../env.ts'
import type { Pressure } from '../../limits/pressure.ts'
import type { RateLimits } from '../../limits/rate-limits.ts'
import { createRegistry } from '../../metrics/registry.ts'
import { METRICS_TYPE, serveMetrics } from '../../metrics/serve-metrics.ts'
import { shareMetrics } from '../../metrics/workers/in-worker.ts'

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

interface MetricsOptions {
  env: Pick<Env, 'HOST' | 'METRICS_PORT'>
  services: Services
  database: Database
  limits: RateLimits
  pressure: Pressure
}

/**
 * `/metrics` for Prometheus: on `METRICS_PORT` if there is one, or else on the server's own port for this machine alone. Of
 * several workers, each answers with the sum of all.
 */
export const metrics = fp<MetricsOptions>(async (app, { env, ...sources }) => {
  const { registry, observeResponse } = createRegistry(sources)
  app.addHook('onResponse', (req, reply, done) => {
    observeResponse(req, reply)
    done()
  })

  const workers = cluster.isWorker ? shareMetrics(registry) : undefined
  const read = workers ? workers.readAll : () => registry.metrics()
  if (env.METRICS_PORT === undefined) {
    app.get('/metrics', async (req, reply) => {
      if (!isLocal(req)) return reply.callNotFound()
      return reply.type(METRICS_TYPE).send(await read())
    })
  } else if (!workers) {
    const { HOST: host, METRICS_PORT: port } = env
    let close = () => {}
    app.addHook('onReady', async () => {
      close = await serveMetrics({ host, port, read })
    })
    app.addHook('onClose', async () => close())
  }
  app.addHook('onClose', async () => {
    await workers?.sendLast()
    workers?.stop()
    registry.clear()
  })
})
