import { TurnRefused } from '../../engine/turns.ts'
import { connectionLost } from '../sessions/connection-lost.ts'
import { pause } from './pause.ts'

/** After this long without an answer a worker is asked for a sign of life. */
const SILENCE_MS = 1_000

/** How often that is looked at, and how soon after a hang it is asked again. */
const CHECK_MS = 250

/** Asks a worker for a row of a user. Resolves to false where no answer came in time. */
type Probe = (user: string) => Promise<boolean>

interface Watched {
  running: number
  answeredAt: number
  isHanging: boolean
  /** Of whom a row is asked for. */
  user: string
  /** What ends each call that waits for the worker, or for its turn. */
  calls: Set<() => void>
}

export interface HangWatch {
  /**
   * Begins work for a user's worker. Where the worker hangs, it rejects without waiting for the work, which is not begun then if it
   * has not been: `isOver` says so.
   */
  unlessHanging<T>(worker: string, user: string, begin: (work: Begun) => Promise<T>): Promise<T>
}

interface Begun {
  isOver(): boolean
  /** Around what waits for the worker's answer. */
  running<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Notices workers that take statements and answer nothing. What is slow is no hang: a worker that has been silent for a second is asked
 * for a row, in a session of its own. Until it answers, work for it is refused at once.
 */
export function createHangWatch(probe: Probe, isClosed: () => boolean): HangWatch {
  const workers = new Map<string, Watched>()

  async function watch(name: string, worker: Watched): Promise<void> {
    do {
      await pause(CHECK_MS)
      if (worker.isHanging || isSilent(worker)) await look(worker)
    } while (!isClosed() && (worker.calls.size > 0 || worker.isHanging))
    workers.delete(name)
  }

  async function look(worker: Watched): Promise<void> {
    worker.isHanging = !(await probe(worker.user))
    if (worker.isHanging) for (const end of worker.calls) end()
    else worker.answeredAt = performance.now()
  }

  function watched(name: string, user: string): Watched {
    const known = workers.get(name)
    if (known) return known
    const worker = {
      running: 0,
      answeredAt: performance.now(),
      isHanging: false,
      user,
      calls: new Set<() => void>(),
    }
    workers.set(name, worker)
    void watch(name, worker)
    return worker
  }

  return {
    unlessHanging: async (name, user, begin) => {
      const worker = watched(name, user)
      if (worker.isHanging) throw new TurnRefused('TURNS_BUSY')
      let hasBegun = false
      let isOver = false
      let end = () => {}
      const hung = new Promise<never>((_resolve, reject) => {
        end = () => {
          isOver = true
          reject(hasBegun ? connectionLost(`${name} does not answer`) : new TurnRefused('TURNS_BUSY'))
        }
      })
      worker.calls.add(end)
      const running = async <T>(work: () => Promise<T>): Promise<T> => {
        hasBegun = true
        worker.running += 1
        try {
          return await work()
        } finally {
          worker.running -= 1
          worker.answeredAt = performance.now()
        }
      }
      try {
        return await Promise.race([begin({ isOver: () => isOver, running }), hung])
      } finally {
        worker.calls.delete(end)
      }
    },
  }
}

function isSilent({ running, answeredAt }: Watched): boolean {
  return running > 0 && performance.now() - answeredAt > SILENCE_MS
}
