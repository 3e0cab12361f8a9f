import { setTimeout as sleep } from 'node:timers/promises'

/** What to do with the notifications of a channel. */
export interface Listener {
  /**
   * Called each time listening has begun, the first time and after every lost connection: notifications sent
   * before then were missed, so this is where to catch up. When it fails, all of it is tried again.
   */
  onReady(): void | Promise<void>
  /** Called in the order of commits, also while `onReady` runs. When it throws, the message counts as missed. */
  onMessage(payload: string): void
  /** A connection was lost, or could not be made. It is tried again by itself. */
  onLost?(error: Error): void
}

/** Listening over a single connection, which ends with it. */
export interface Hearing {
  /** Resolves once it listens, and nothing is missed from then on. */
  listening: Promise<void>
  close(): Promise<void>
}

/** Starts to listen to a channel over one connection, and says when that is lost. */
export type Hear = (
  channel: string,
  onMessage: (payload: string) => void,
  onLost: (error: Error) => void,
) => Hearing

/** Milliseconds before an attempt: none at first, then 100 and so on up to 2000, never all processes at once. */
function pause(failures: number): number {
  const most = failures === 0 ? 0 : Math.min(50 * 2 ** failures, 2_000)
  return most * (1 - Math.random() / 4)
}

const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)))

/** Listens over one connection after another until stopped. `begun` rejects when that comes first. */
export function keepListening(hear: Hear, channel: string, listener: Listener) {
  const stopping = new AbortController()
  const { signal } = stopping
  let begin = () => {}
  let lose = (_error: Error) => {}

  const listenOnce = async (onListening: () => void) => {
    const lost = new Promise<never>((_, reject) => {
      lose = reject
    })
    const onMessage = (payload: string) => {
      if (signal.aborted) return
      try {
        listener.onMessage(payload)
      } catch (error) {
        lose(asError(error))
      }
    }
    const hearing = hear(channel, onMessage, lose)
    try {
      await Promise.race([lost, hearing.listening])
      await Promise.race([lost, listener.onReady()])
      onListening()
      await lost
    } finally {
      await hearing.close()
    }
  }

  const tell = (error: Error) => {
    try {
      listener.onLost?.(error)
    } catch {
      // Listening goes on, whoever could not be told.
    }
  }

  const run = async () => {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await sleep(pause(failures), undefined, { signal })
        await listenOnce(() => {
          failures = -1
          begin()
        })
      } catch (error) {
        if (!signal.aborted) tell(asError(error))
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

/** The `listen` of a database, and what stops everything it started. */
export function listeners(hear: Hear) {
  const active = new Set<ReturnType<typeof keepListening>>()
  let closed = false
  return {
    listen: async (channel: string, listener: Listener) => {
      if (closed) throw new Error('the database is closed')
      const listening = keepListening(hear, channel, listener)
      active.add(listening)
      await listening.begun
      return async () => {
        active.delete(listening)
        await listening.stop()
      }
    },
    stopAll: async () => {
      closed = true
      await Promise.all([...active].map((listening) => listening.stop()))
    },
  }
}
