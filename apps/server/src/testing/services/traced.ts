import { captureLog, serveDuringTest } from '../app.ts'
import { type CollectedSpan, startCollector } from './collector.ts'

export const [SERVER, INTERNAL, CLIENT, CONSUMER] = [2, 1, 3, 5]

/** A server that is traced, and what a collector got of it once it is closed. */
export async function traced() {
  const collector = await startCollector()
  const { lines, logStream } = captureLog()
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_LEVEL: 'info' }
  const server = await serveDuringTest(settings, { logStream })
  const ada = await server.signIn()
  const spans = async () => {
    await server.app.close()
    return collector.spans()
  }
  return { server, ada, collector, lines, spans }
}

export const named = (spans: CollectedSpan[], name: string) => spans.filter((span) => span.name === name)

/** The names of the spans from the first to this one, outermost first. */
export function pathTo(spans: CollectedSpan[], span: CollectedSpan | undefined): string[] {
  if (!span) return []
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return [...pathTo(spans, parent), span.name]
}
