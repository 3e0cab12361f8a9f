import { setMaxListeners } from 'node:events'

/**
 * Lets the work of each key run a few at a time, in order of arrival. What waits holds no connection, so the calls of one
 * user cannot take the pool from everyone else.
 */
export interface Turns {
  /**
   * Runs `work` when it is its turn, and ends the turn when it settles. `work` must not take another turn of its own key.
   * @throws TurnRefused when too many wait, when it has waited too long, or when `signal` aborts while it waits
   */
  take<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Whether any work of the key runs. */
  isTaken(key: string): boolean
}

/** The work did not run. */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused'
  readonly code: 'TURNS_FULL' | 'TURN_LATE' | 'TURN_LEFT'

  constructor(code: TurnRefused['code']) {
    super(code)
    this.code = code
  }
}

interface TurnsOptions {
  /** How much work of one key runs at the same time. */
  concurrent: number
  /** How much of one key waits at most, since each keeps its input in memory. */
  maxWaiting?: number
  maxWaitMs?: number
}

/** Work of one key. It is removed when none runs, so nothing stays of users who are gone. */
interface Lane {
  running: number
  /** Each starts the work that waits. A set keeps the order, and lets anyone leave. */
  waiting: Set<() => void>
}

export function createTurns({ concurrent, maxWaiting = 500, maxWaitMs = 30_000 }: TurnsOptions): Turns {
  const lanes = new Map<string, Lane>()

  function wait({ waiting }: Lane, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new TurnRefused('TURN_LEFT'))
      if (waiting.size >= maxWaiting) return reject(new TurnRefused('TURNS_FULL'))
      const stopWaiting = () => {
        waiting.delete(start)
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
      }
      const start = () => {
        stopWaiting()
        resolve()
      }
      const refuse = (code: TurnRefused['code']) => {
        stopWaiting()
        reject(new TurnRefused(code))
      }
      const leave = () => refuse('TURN_LEFT')
      const timer = setTimeout(refuse, maxWaitMs, 'TURN_LATE')
      if (signal) {
        // The calls of a batch share one, and more than ten listeners would be reported as a leak.
        setMaxListeners(0, signal)
        signal.addEventListener('abort', leave, { once: true })
      }
      waiting.add(start)
    })
  }

  /** Hands the turn to the next, or gives it back. */
  function end(key: string, lane: Lane): void {
    const [start] = lane.waiting
    if (start) {
      start()
    } else {
      lane.running -= 1
      if (lane.running === 0) lanes.delete(key)
    }
  }

  return {
    take: async (key, work, signal) => {
      let lane = lanes.get(key)
      if (!lane) {
        lane = { running: 0, waiting: new Set() }
        lanes.set(key, lane)
      }
      if (lane.running < concurrent) lane.running += 1
      else await wait(lane, signal)
      try {
        return await work()
      } finally {
        end(key, lane)
      }
    },
    isTaken: (key) => lanes.has(key),
  }
}

/** Turns of each key, each of which is also one of the turns that all keys share. */
export function within(ofKeys: Turns, shared: Turns): Turns {
  return {
    take: (key, work, signal) => ofKeys.take(key, () => shared.take('all', work, signal), signal),
    isTaken: ofKeys.isTaken,
  }
}
