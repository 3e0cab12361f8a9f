export { type HasJsonText, JSON_TEXT } from './json-text.ts'
export { type TrpcPluginOptions, trpcPlugin } from './plugin.ts'
export type { ReadForm } from './request/form-request.ts'
export { disconnectStalled, drainOf, type StreamOptions } from './stream/slow-reader.ts'
