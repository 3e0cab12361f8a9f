import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Attributes,
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { type CallObserver, reportError } from '@tandem/api'
import type { QueryObserver, QueryText } from '@tandem/db/types'
import { isNotModified, toTRPCError } from '@tandem/rest'

/** A text in SQL. Ours have placeholders, but the queue's library writes some values out. */
const LITERAL = /'(?:[^']|'')*'/g

const MAX_TEXT_LENGTH = 2_000

const propagator = new W3CTraceContextPropagator()

/** The span that the headers of a request name, as a context. Empty if they name none. */
export function extract(headers: object): Context {
  return propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
}

/** Makes the spans of one server. The span that is open is in `current`; what is called in one that has ended is not traced. */
export function createSpans(tracer: Tracer) {
  const current = new AsyncLocalStorage<Span>()

  const start = (name: string, kind: SpanKind, parent: Context, attributes: Attributes) =>
    tracer.startSpan(name, { kind, attributes }, parent)

  const around: CallObserver['around'] = async (call, run) => {
    const outer = current.getStore()
    if (outer && !outer.isRecording()) return run()
    const attributes = { 'rpc.system.name': 'trpc', 'rpc.method': call.path }
    // A message over a WebSocket has no request of its own.
    const kind = outer ? SpanKind.INTERNAL : SpanKind.SERVER
    const span = start(call.path, kind, outer ? below(outer) : ROOT_CONTEXT, attributes)
    try {
      const result = await current.run(span, run)
      if (!result.ok) failCall(span, result.error)
      return result
    } catch (error) {
      failCall(span, error)
      throw error
    } finally {
      span.end()
      // A stream lasts for hours. Its trace is that of its call.
      if (call.type === 'subscription') outer?.end()
    }
  }

  const traceparent: CallObserver['traceparent'] = () => {
    const span = current.getStore()
    if (!isOpen(span)) return undefined
    const carrier: { traceparent?: string } = {}
    propagator.inject(below(span), carrier, defaultTextMapSetter)
    return carrier.traceparent
  }

  // A trace of its own, with a link: it may run a month later, and again. It is none that samples like its request.
  const aroundJob: CallObserver['aroundJob'] = async (job, run) => {
    const cause = job.traceparent && trace.getSpanContext(extract({ traceparent: job.traceparent }))
    const span = tracer.startSpan(
      `job ${job.name}`,
      {
        kind: SpanKind.CONSUMER,
        attributes: {
          'tandem.job.name': job.name,
          'tandem.job.id': job.id,
          'tandem.job.attempt': job.attempt,
        },
        links: cause ? [{ context: cause }] : [],
      },
      ROOT_CONTEXT,
    )
    const failure = await current.run(span, run)
    if (failure) {
      span.setAttribute('error.type', typeOf(failure.error))
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    span.end()
    return failure
  }

  const queries: QueryObserver = {
    caller: () => current.getStore(),

    query: async (query, send) => {
      const outer = current.getStore()
      if (!outer?.isRecording()) return send()
      const span = start(nameOf(query), SpanKind.CLIENT, below(outer), attributesOf(query))
      try {
        return await send()
      } catch (error) {
        failQuery(span, error)
        throw error
      } finally {
        span.end()
      }
    },

    // A span has one parent: the first of the callers. The others are linked to it, and it to them.
    together: async (callers, send) => {
      const [first, ...others] = [...new Set(callers as (Span | undefined)[])].filter(isOpen)
      if (!first) return current.exit(send)
      if (others.length === 0) return current.run(first, send)
      const attributes = { 'db.system.name': 'postgresql', 'db.operation.batch.size': callers.length }
      const span = start('statements of several calls', SpanKind.INTERNAL, below(first), attributes)
      for (const other of others) {
        span.addLink({ context: other.spanContext() })
        other.addLink({ context: span.spanContext() })
      }
      try {
        return await current.run(span, send)
      } catch (error) {
        failQuery(span, error)
        throw error
      } finally {
        span.end()
      }
    },
  }

  return { current, start, around, traceparent, aroundJob, queries }
}

export type Spans = ReturnType<typeof createSpans>

function below(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span)
}

function isOpen(span: Span | undefined): span is Span {
  return span?.isRecording() ?? false
}

/** Codes only: messages may quote what a caller sent. */
function failCall(span: Span, error: unknown): void {
  if (isNotModified(error)) return
  const { error: code, status } = reportError(toTRPCError(error))
  span.setAttribute('error.type', code)
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
}

function failQuery(span: Span, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code) span.setAttribute('db.response.status_code', code)
  span.setAttribute('error.type', code ?? typeOf(error))
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Not its message, which may quote what a caller sent. */
function typeOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

function nameOf({ name, text }: QueryText): string {
  return name ? name.replace(/^tandem_/, '') : operationOf(text)
}

function operationOf(text: string): string {
  return /^\W*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL'
}

function attributesOf({ text }: QueryText): Attributes {
  return {
    'db.system.name': 'postgresql',
    'db.operation.name': operationOf(text),
    'db.query.text': text.replace(LITERAL, "'?'").slice(0, MAX_TEXT_LENGTH),
  }
}
