import { ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { FastifyBaseLogger } from 'fastify'

type Log = Pick<FastifyBaseLogger, 'info' | 'warn'>

/** A collector that does not answer must not hold up a stop. */
const MAX_STOP_MS = 5_000

/**
 * Sends spans to a collector in batches. Sampling, limits, the service's name and the exporter's headers come from the standard
 * variables (`OTEL_…`), which the library reads itself.
 */
export function createTracer(url: string, log: Log) {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'tandem' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(reportingTrouble(new OTLPTraceExporter({ url }), log))],
  })
  return {
    tracer: provider.getTracer('tandem'),
    /** Sends what is left. Never rejects. */
    stop: async () => {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, MAX_STOP_MS)
      })
      await Promise.race([provider.shutdown().catch(() => {}), timeout])
      clearTimeout(timer)
    },
  }
}

/** The library drops spans that it cannot send, and says nothing. This says so once, and once when they arrive again. */
function reportingTrouble(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code === ExportResultCode.FAILED
        if (failed && !isFailing) log.warn({ reason: result.error?.message }, 'traces cannot be sent')
        if (!failed && isFailing) log.info('traces are sent again')
        isFailing = failed
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}
