/**
 * Lets the work of each key run a few at a time, in order of arrival. What waits holds no connection, so the calls of one
 * user cannot take the pool from everyone else.
 */
export interface Turns {
  /**
   * Runs `work` when it is its turn, and ends the turn when it settles. `work` must not take another turn of its own key.
   * @throws TurnRefused when too many wait, when it has waited too long, or when `signal` has aborted before its turn
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

interface Waiting {
  since: number
  signal: AbortSignal | undefined
  start: () => void
  refuse: (error: TurnRefused) => void
}

/** Work of one key, what waits in order of arrival. It is removed when none runs, so nothing stays of users who are gone. */
interface Lane {
  running: number
  waiting: Waiting[]
  /** Refuses what has waited too long. One for all that waits, since a timer for each would cost more than its turn. */
  timer: NodeJS.Timeout | undefined
}

export function createTurns({ concurrent, maxWaiting = 500, maxWaitMs = 30_000 }: TurnsOptions): Turns {
  const lanes = new Map<string, Lane>()

  function wait(lane: Lane, signal: AbortSignal | undefined): Promise<void> {
    if (lane.waiting.length >= maxWaiting) throw new TurnRefused('TURNS_FULL')
    return new Promise((resolve, reject) => {
      lane.waiting.push({ since: performance.now(), signal, start: resolve, refuse: reject })
      lane.timer ??= setTimeout(refuseLate, maxWaitMs, lane)
    })
  }

  function refuseLate(lane: Lane): void {
    const now = performance.now()
    // Timers may fire a little early.
    while (lane.waiting[0] && now - lane.waiting[0].since >= maxWaitMs - 1) {
      lane.waiting.shift()?.refuse(new TurnRefused('TURN_LATE'))
    }
    const [oldest] = lane.waiting
    lane.timer = oldest && setTimeout(refuseLate, oldest.since + maxWaitMs - now, lane)
  }

  /** The first whose caller is still there. */
  function nextOf({ waiting }: Lane): Waiting | undefined {
    let next = waiting.shift()
    while (next?.signal?.aborted) {
      next.refuse(new TurnRefused('TURN_LEFT'))
      next = waiting.shift()
    }
    return next
  }

  /** Hands the turn to the next, or gives it back. */
  function end(key: string, lane: Lane): void {
    const next = nextOf(lane)
    if (next) {
      next.start()
      return
    }
    lane.running -= 1
    if (lane.running > 0) return
    clearTimeout(lane.timer)
    lanes.delete(key)
  }

  return {
    take: async (key, work, signal) => {
      if (signal?.aborted) throw new TurnRefused('TURN_LEFT')
      let lane = lanes.get(key)
      if (!lane) {
        lane = { running: 0, waiting: [], timer: undefined }
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

/** Turns each of which is also one of others, which are taken last. */
export function within(turns: Turns, others: Turns): Turns {
  return {
    take: (key, work, signal) => turns.take(key, () => others.take(key, work, signal), signal),
    isTaken: turns.isTaken,
  }
}

/** Turns that all keys share. */
export function createSharedTurns(options: TurnsOptions): Turns {
  const { take, isTaken } = createTurns(options)
  return { take: (_key, work, signal) => take('all', work, signal), isTaken: () => isTaken('all') }
}
