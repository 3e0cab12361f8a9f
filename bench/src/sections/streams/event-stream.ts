import { Agent, type ClientRequest, get } from 'node:http'

export interface EventStream {
  user: number
  /** Resolves when an event that contains the text arrives, to the time of its arrival. */
  waitFor(text: string): Promise<number>
  close(): void
}

/** Every stream has a connection of its own, like the stream of a real reader. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

/** Opens a stream of events. Resolves to the stream once its headers arrive, or to the status if it is not 200. */
export function openStream(
  url: string,
  headers: Record<string, string>,
  user: number,
): Promise<EventStream | number> {
  return new Promise((resolve, reject) => {
    const request: ClientRequest = get(
      url,
      { agent, headers: { ...headers, accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) {
          response.resume()
          request.destroy()
          resolve(response.statusCode ?? 0)
          return
        }
        const waiting = new Map<string, (time: number) => void>()
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const now = performance.now()
          text += chunk
          for (const [wanted, found] of waiting) {
            if (!text.includes(wanted)) continue
            waiting.delete(wanted)
            found(now)
          }
          // An empty line ends an event. Complete events have been searched and can go.
          text = text.slice(text.lastIndexOf('\n\n') + 1)
        })
        response.on('error', () => {})
        resolve({
          user,
          waitFor: (wanted) => new Promise((found) => waiting.set(wanted, found)),
          close: () => request.destroy(),
        })
      },
    )
    request.on('error', reject)
  })
}
