import { get, type IncomingMessage } from 'node:http'

export interface ServerSentEvent {
  id?: string
  event?: string
  data?: string
}

/** An open event stream and what it has received. */
export interface EventStream {
  status: number
  headers: IncomingMessage['headers']
  /** Everything so far, comments included. */
  text(): string
  events(): ServerSentEvent[]
  /** Whether it has ended as HTTP says that a response ends, and was not cut. */
  complete(): boolean
  /** Resolves when the server has ended it. */
  ended: Promise<void>
  close(): void
}

/** Opens an event stream over a connection of its own, and resolves with the response headers. */
export function openEvents(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      const ended = new Promise<void>((end) => response.once('close', () => end()))
      response.on('error', () => {})
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        events: () => parse(text),
        complete: () => response.complete,
        ended,
        close: () => request.destroy(),
      })
    }).on('error', reject)
  })
}

function parse(text: string): ServerSentEvent[] {
  const complete = text.split('\n\n').slice(0, -1)
  return complete.flatMap((block) => {
    const fields = [...block.matchAll(/^(id|event|data): ?(.*)$/gm)].map(([, name, value]) => [name, value])
    return fields.length > 0 ? [Object.fromEntries(fields) as ServerSentEvent] : []
  })
}
