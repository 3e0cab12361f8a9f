import { z } from 'zod'

const httpUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'must be a URL that starts with http:// or https://',
  )

/** A collector that takes OTLP over HTTP takes both forms at one address, and is sent JSON. gRPC has another port. */
const protocol = z.enum(
  ['http/json', 'http/protobuf'],
  'must be http/json: traces are sent over HTTP, and not over gRPC',
)

/** The variables of OpenTelemetry that say whether there are traces, and where they go. The library reads the others itself. */
export const otlpVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol.optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol.optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  // As OpenTelemetry says: anything else is false.
  OTEL_SDK_DISABLED: z
    .string()
    .default('false')
    .transform((value) => value.toLowerCase() === 'true'),
}

type OtlpVariables = z.output<z.ZodObject<typeof otlpVariables>>

/** Puts one answer in the place of these variables: where traces are sent, if anywhere. */
export function withTracesUrl<T extends OtlpVariables>(env: T) {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: base,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: exact,
    OTEL_EXPORTER_OTLP_PROTOCOL: _protocol,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: _tracesProtocol,
    OTEL_TRACES_EXPORTER: exporter,
    OTEL_SDK_DISABLED: isDisabled,
    ...rest
  } = env
  const url = exact ?? (base && `${base.replace(/\/+$/, '')}/v1/traces`)
  return { ...rest, ...(url && exporter === 'otlp' && !isDisabled && { TRACES_URL: url }) }
}
