import { isTrackedEnvelope } from '@trpc/server'

/** A comment, which clients of event streams ignore. */
export const heartbeat = ':\n\n'

/** A subscription's value as a server-sent event. JSON has no line breaks, so the data is one line. */
export function formatEvent(value: unknown): string {
  if (!isTrackedEnvelope(value)) return `data: ${toJson(value)}\n\n`
  const [id, data] = value
  return `id: ${id}\ndata: ${toJson(data)}\n\n`
}

/** What is sent before the first value: the id from which the stream continues, if the iterable has one. */
export function formatStart(iterable: object): string {
  const id = 'lastEventId' in iterable ? iterable.lastEventId : undefined
  // An event without data is not dispatched: an `EventSource` only remembers its id.
  return typeof id === 'string' && !/[\0\r\n]/.test(id) ? `:\nid: ${id}\n\n` : heartbeat
}

/** The last event of a stream that fails. */
export function formatErrorEvent(body: unknown): string {
  return `event: error\ndata: ${toJson(body)}\n\n`
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}
