import { createHistogram } from 'node:perf_hooks'
import { type Call, Wire } from './http-connection.ts'

export interface Count {
  answers: number
  failures: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
}

export interface Load {
  /** Begins to count, and forgets what was. */
  begin(): void
  end(): Count
  /** Lets what is under way come to its end. */
  stop(): Promise<void>
}

/** A closed loop: each connection asks again as soon as it has its answer, until it is stopped. */
export function startLoad(origin: string, connections: number, next: () => Call): Load {
  const times = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })
  let failures = 0
  let since = performance.now()
  let stopped = false

  const loop = async (): Promise<void> => {
    const wire = new Wire(origin)
    while (!stopped) {
      const call = next()
      const start = performance.now()
      const status = await wire.ask(call)
      times.record(Math.max(1, Math.round((performance.now() - start) * 1000)))
      if (status === call.status) continue
      failures += 1
      // A server that refuses connections would be asked without end.
      if (status === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    wire.close()
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
