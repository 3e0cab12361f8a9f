import { createHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpConnection, type HttpRequest } from './http-connection.ts'

/** What was counted since the last {@link Load.begin}. */
export interface LoadResult {
  answers: number
  /** Responses with another status than expected, and lost connections. */
  failures: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
}

export interface Load {
  /** Starts counting from zero. */
  begin(): void
  /** Returns the counts so far. The load goes on. */
  end(): LoadResult
  /** Sends no more requests, and resolves when those in flight are answered. */
  stop(): Promise<void>
}

const RETRY_MS = 10

/** Closed-loop load: each connection sends its next request as soon as the last is answered. */
export function startLoad(origin: string, connections: number, next: () => HttpRequest): Load {
  const times = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })
  let failures = 0
  let since = performance.now()
  let stopped = false

  const loop = async (): Promise<void> => {
    const connection = new HttpConnection(origin)
    while (!stopped) {
      const request = next()
      const start = performance.now()
      const status = await connection.send(request)
      times.record(Math.max(1, Math.round((performance.now() - start) * 1000)))
      if (status === request.expectedStatus) continue
      failures += 1
      // Without a pause, a server that refuses connections would keep this loop busy.
      if (status === undefined) await sleep(RETRY_MS)
    }
    connection.close()
  }
  const loops = Array.from({ length: connections }, loop)

  return {
    begin: () => {
      times.reset()
      failures = 0
      since = performance.now()
    },
    end: () => ({
      answers: times.count - failures,
      failures,
      seconds: (performance.now() - since) / 1000,
      p50: times.percentile(50) / 1000,
      p99: times.percentile(99) / 1000,
    }),
    stop: async () => {
      stopped = true
      await Promise.all(loops)
    },
  }
}
