import { once } from 'node:events'
import { createServer } from 'node:http'
import { Registry } from 'prom-client'
import { StartError } from '../boot/fail-start.ts'

interface MetricsServerOptions {
  host: string
  port: number
  read: () => Promise<string>
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** Serves `/metrics` on a port of its own, to whoever can reach that. Resolves to a function that closes it, once it listens. @throws StartError */
export async function serveMetrics({ host, port, read }: MetricsServerOptions): Promise<() => void> {
  const server = createServer(async (req, res) => {
    const [path] = req.url?.split('?', 1) ?? []
    if (path !== '/metrics' || req.method !== 'GET') return void res.writeHead(404).end()
    const text = await read().catch(() => undefined)
    if (text === undefined) return void res.writeHead(503).end()
    res.writeHead(200, { 'content-type': METRICS_TYPE }).end(text)
  })
  server.listen({ host, port })
  await once(server, 'listening').catch((cause: Error) => {
    throw new StartError(`METRICS_PORT: ${cause.message.replace(/^listen /, '')}`, { cause })
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}
