import type { Listener } from '../listen/keep-listening.ts'

/** A listener that records its calls, then passes them on. */
export function recorder(listener: Partial<Listener> = {}) {
  const messages: string[] = []
  const losses: Error[] = []
  const counts = { ready: 0 }
  return {
    messages,
    losses,
    counts,
    onReady: () => {
      counts.ready++
      return listener.onReady?.()
    },
    onMessage: (payload: string) => {
      messages.push(payload)
      listener.onMessage?.(payload)
    },
    onCurrent: (time: number) => listener.onCurrent?.(time),
    onLost: (error: Error) => {
      losses.push(error)
      listener.onLost?.(error)
    },
  }
}
