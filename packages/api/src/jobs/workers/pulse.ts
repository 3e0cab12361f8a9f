import { setTimeout as sleep } from 'node:timers/promises'

export interface Pulse {
  /** Begins the next round now, or at once after the one that runs. */
  wake(): void
  isStopping(): boolean
  /** The end of the first round. */
  first: Promise<void>
  /** Resolves when the last round has ended. */
  stop(): Promise<void>
}

/** How long to wait after a round that failed. */
const FAILED_MS = 1_000

/** Repeats `round`, which resolves to the milliseconds until the next one, until it is stopped. */
export function startPulse(round: () => Promise<number>, onError: (error: unknown) => void): Pulse {
  let isStopping = false
  let isAwake = false
  let waiting = new AbortController()

  const wait = async (ms: number) => {
    if (isAwake || isStopping) return
    await sleep(ms, undefined, { signal: waiting.signal, ref: false }).catch(() => {})
    waiting = new AbortController()
  }
  const attempt = () => {
    isAwake = false
    return round().catch((error) => {
      onError(error)
      return FAILED_MS
    })
  }
  const first = attempt()
  const run = async () => {
    await wait(await first)
    while (!isStopping) await wait(await attempt())
  }
  const running = run()
  const wake = () => {
    isAwake = true
    waiting.abort()
  }
  return {
    wake,
    first: first.then(() => {}),
    isStopping: () => isStopping,
    stop: () => {
      isStopping = true
      wake()
      return running
    },
  }
}
