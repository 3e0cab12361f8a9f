import { isTrackedEnvelope } from '@trpc/server'

/** A line that event stream clients pass over. */
export const heartbeat = ':\n\n'

/** A subscription's value as a server-sent event. JSON holds no line break, so that the data is one line. */
export function formatEvent(value: unknown): string {
  if (!isTrackedEnvelope(value)) return `data: ${toJson(value)}\n\n`
  const [id, data] = value
  return `id: ${id}\ndata: ${toJson(data)}\n\n`
}

/** What comes before the first value: where the iterable says that the client stands, an event without data. */
export function formatStart(iterable: object): string {
  const id = 'lastEventId' in iterable ? iterable.lastEventId : undefined
  // Without data there is nothing to dispatch: an `EventSource` only remembers the id.
  return typeof id === 'string' && !/[\0\r\n]/.test(id) ? `:\nid: ${id}\n\n` : heartbeat
}

/** The last event of a stream that fails. */
export function formatErrorEvent(body: unknown): string {
  return `event: error\ndata: ${toJson(body)}\n\n`
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}
