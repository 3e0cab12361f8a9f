import { setTimeout as sleep } from 'node:timers/promises'
import type { Subscribe } from './subscription.ts'

/** Receives the notifications of a channel. */
export interface Listener {
  /**
   * Called whenever listening has begun: at first, and after every lost connection. Notifications sent before then were
   * missed, so this is where to catch up. If it fails, listening starts over.
   */
  onReady(): void | Promise<void>
  /** Called in commit order, also while `onReady` runs. If it throws, the message counts as missed and listening starts over. */
  onMessage(payload: string): void
  /**
   * Everything that was notified before `time` (of `performance.now()`) has been received. On PostgreSQL this is called
   * several times a second; without a call the connection may be dead. Never called by the embedded database.
   */
  onCurrent?(time: number): void
  /** The connection was lost, or could not be made. Listening starts over by itself. */
  onLost?(error: Error): void
}

/** The delay before an attempt in ms: none at first, then 100 doubling to 2000, less a random quarter. */
function backoff(failures: number): number {
  const max = failures === 0 ? 0 : Math.min(50 * 2 ** failures, 2_000)
  return max * (1 - Math.random() / 4)
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}

/** Listens over one connection after another until stopped. `begun` rejects if it is stopped before it could begin. */
export function keepListening(subscribe: Subscribe, channel: string, listener: Listener) {
  const stopping = new AbortController()
  const { signal } = stopping
  let begin = () => {}
  let lose = (_error: Error) => {}

  /** Rejects when the connection is lost. */
  const listenOnce = async (onListening: () => void) => {
    const lost = new Promise<never>((_, reject) => {
      lose = reject
    })
    const onMessage = (payload: string) => {
      if (signal.aborted) return
      try {
        listener.onMessage(payload)
      } catch (error) {
        lose(toError(error))
      }
    }
    // What was notified before the connection was made is known only after `onReady`.
    let isReady = false
    const onAnswer = (sentAt: number) => {
      if (isReady && !signal.aborted) listener.onCurrent?.(sentAt)
    }
    const subscription = subscribe(channel, onMessage, lose, onAnswer)
    try {
      await Promise.race([lost, subscription.confirmed])
      await Promise.race([lost, listener.onReady()])
      isReady = true
      onListening()
      await lost
    } finally {
      await subscription.close()
    }
  }

  const reportLoss = (error: Error) => {
    try {
      listener.onLost?.(error)
    } catch {
      // A failing report must not end the listening.
    }
  }

  const run = async () => {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await sleep(backoff(failures), undefined, { signal })
        await listenOnce(() => {
          failures = -1
          begin()
        })
      } catch (error) {
        if (!signal.aborted) reportLoss(toError(error))
      }
    }
    throw new Error(`listening to ${channel} was stopped`)
  }

  const first = new Promise<void>((resolve) => {
    begin = resolve
  })
  const running = run()
  return {
    begun: Promise.race([first, running]),
    stop: async () => {
      stopping.abort()
      lose(new Error('stopped'))
      await running.catch(() => {})
    },
  }
}

/** Makes the `listen` of a database, and a `stopAll` that ends everything it started. */
export function createListen(subscribe: Subscribe) {
  const active = new Set<ReturnType<typeof keepListening>>()
  let isClosed = false
  return {
    listen: async (channel: string, listener: Listener) => {
      if (isClosed) throw new Error('the database is closed')
      const listening = keepListening(subscribe, channel, listener)
      active.add(listening)
      await listening.begun
      return async () => {
        active.delete(listening)
        await listening.stop()
      }
    },
    stopAll: async () => {
      isClosed = true
      await Promise.all([...active].map((listening) => listening.stop()))
    },
  }
}
