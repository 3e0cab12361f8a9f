import type { Listener } from './listening.ts'

/** A listener that remembers all that it is told. */
export function recorder(listener: Partial<Listener> = {}) {
  const heard: string[] = []
  const lost: Error[] = []
  const counts = { ready: 0 }
  return {
    heard,
    lost,
    counts,
    onReady: () => {
      counts.ready++
      return listener.onReady?.()
    },
    onMessage: (payload: string) => {
      heard.push(payload)
      listener.onMessage?.(payload)
    },
    onLost: (error: Error) => {
      lost.push(error)
      listener.onLost?.(error)
    },
  }
}
