/**
 * Lets the work of each key run a few at a time, in order of arrival. What waits holds no connection, so the calls of one
 * user cannot take the pool from everyone else.
 */
export interface Turns {
  /**
   * Runs `work` when it is its turn, and ends the turn when it settles. `work` must not take another turn of its own key.
   * @throws TurnRefused when too many wait, when the first of them or this one has waited too long, or when whoever asked
   * `hasLeft` before its turn
   */
  take<T>(key: string, work: () => Promise<T>, hasLeft?: () => boolean): Promise<T>
  /** Whether any work of the key runs. */
  isTaken(key: string): boolean
}

/** The work did not run. */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused'
  readonly code: 'TURNS_FULL' | 'TURNS_BUSY' | 'TURN_LATE' | 'TURN_LEFT'

  constructor(code: TurnRefused['code']) {
    super(code)
    this.code = code
  }
}

/** What a set of queues has to tell. */
export interface TurnCounts {
  waiting: number
  /** Since the start, those whose callers left excepted. */
  refused: number
}

export function noTurns(): TurnCounts {
  return { waiting: 0, refused: 0 }
}

interface TurnsOptions {
  /** How much work of one key runs at the same time. */
  concurrent: number
  /** How much of one key waits at most, since each keeps its input in memory. */
  maxWaiting?: number
  maxWaitMs?: number
  /** Refuses work at once while the first that waits has waited this long: it would wait as long. Default: as `maxWaitMs`. */
  maxDelayMs?: number
  /** The next work of a key begins as long after the last as that took, so that others come to the one connection that all share. */
  leavesRoom?: boolean
  /** Kept up to date, and shared by the queues that it is given to. */
  counts?: TurnCounts
}

interface Waiting {
  since: number
  hasLeft: (() => boolean) | undefined
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

export function createTurns(options: TurnsOptions): Turns {
  const { concurrent, maxWaiting = 500, maxWaitMs = 30_000, counts = noTurns() } = options
  const { maxDelayMs = maxWaitMs, leavesRoom = false } = options
  const lanes = new Map<string, Lane>()

  function wait(lane: Lane, hasLeft: Waiting['hasLeft']): Promise<void> {
    const [first] = lane.waiting
    const isSlow = first !== undefined && performance.now() - first.since > maxDelayMs
    if (isSlow || lane.waiting.length >= maxWaiting) {
      counts.refused += 1
      throw new TurnRefused(isSlow ? 'TURNS_BUSY' : 'TURNS_FULL')
    }
    counts.waiting += 1
    return new Promise((resolve, reject) => {
      lane.waiting.push({ since: performance.now(), hasLeft, start: resolve, refuse: reject })
      lane.timer ??= setTimeout(refuseLate, maxWaitMs, lane)
    })
  }

  function refuseLate(lane: Lane): void {
    const now = performance.now()
    // Timers may fire a little early.
    while (lane.waiting[0] && now - lane.waiting[0].since >= maxWaitMs - 1) {
      counts.waiting -= 1
      counts.refused += 1
      lane.waiting.shift()?.refuse(new TurnRefused('TURN_LATE'))
    }
    const [oldest] = lane.waiting
    lane.timer = oldest && setTimeout(refuseLate, oldest.since + maxWaitMs - now, lane)
  }

  /** The first whose caller is still there. */
  function nextOf({ waiting }: Lane): Waiting | undefined {
    let next = waiting.shift()
    while (next?.hasLeft?.()) {
      counts.waiting -= 1
      next.refuse(new TurnRefused('TURN_LEFT'))
      next = waiting.shift()
    }
    if (next) counts.waiting -= 1
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
    take: async (key, work, hasLeft) => {
      if (hasLeft?.()) throw new TurnRefused('TURN_LEFT')
      let lane = lanes.get(key)
      if (!lane) {
        lane = { running: 0, waiting: [], timer: undefined }
        lanes.set(key, lane)
      }
      if (lane.running < concurrent) lane.running += 1
      else await wait(lane, hasLeft)
      const began = performance.now()
      try {
        return await work()
      } finally {
        if (leavesRoom && lane.waiting.length > 0) setTimeout(end, performance.now() - began, key, lane)
        else end(key, lane)
      }
    },
    isTaken: (key) => lanes.has(key),
  }
}

/** Turns each of which is also one of others, which are taken last. */
export function within(turns: Turns, others: Turns): Turns {
  return {
    take: (key, work, hasLeft) => turns.take(key, () => others.take(key, work, hasLeft), hasLeft),
    isTaken: turns.isTaken,
  }
}

/** Turns that all keys share. */
export function createSharedTurns(options: TurnsOptions): Turns {
  const { take, isTaken } = createTurns(options)
  return { take: (_key, work, hasLeft) => take('all', work, hasLeft), isTaken: () => isTaken('all') }
}
