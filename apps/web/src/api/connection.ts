import { onlineManager } from '@tanstack/react-query'
import { createListeners, type Observable, useObservable } from '../observable.ts'
import { BASE_PATH } from './base-path.ts'

/** Whether the server can be reached, and serves. */
export const HEALTH_URL = `${BASE_PATH}/health/ready`

/** `offline`: the device has no network. `unreachable`: it has one, but the server does not respond. */
export type Connection = 'online' | 'offline' | 'unreachable'

/** Delay between health checks while the server is unreachable, in ms. */
const PROBE_DELAY = { first: 1_000, max: 10_000 }

/** After this time without a response, in ms, the server counts as unreachable. */
const TIMEOUT_MS = 10_000

let isUnreachable = false
let delay = PROBE_DELAY.first
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = createListeners()

const read = (): Connection => (!navigator.onLine ? 'offline' : isUnreachable ? 'unreachable' : 'online')

function notify() {
  onlineManager.setOnline(read() === 'online')
  listeners.notify()
}

function setUnreachable(value: boolean) {
  if (isUnreachable === value) return
  isUnreachable = value
  clearTimeout(timer)
  if (isUnreachable) {
    delay = PROBE_DELAY.first
    timer = setTimeout(probe, delay)
  }
  notify()
}

async function probe() {
  clearTimeout(timer)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(HEALTH_URL, { signal }).catch(() => undefined)
  if (response?.ok) return setUnreachable(false)
  delay = Math.min(delay * 2, PROBE_DELAY.max)
  timer = setTimeout(probe, delay)
}

/** Watches the network and the server. TanStack Query pauses while either is missing. */
export function watchConnection() {
  // TanStack's own listener would report online although the server is unreachable.
  onlineManager.setEventListener(() => undefined)
  const changed = () => {
    // The network is back, but the server may still be unreachable.
    if (navigator.onLine && isUnreachable) void probe()
    notify()
  }
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  notify()
}

/** `fetch` with a timeout, which also records whether the server is reachable. */
export async function trackedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    const response = await fetch(input, { ...init, signal })
    setUnreachable(response.status >= 502 && response.status <= 504)
    return response
  } catch (error) {
    if (!init?.signal?.aborted && navigator.onLine) setUnreachable(true)
    throw error
  }
}

export const connection: Observable<Connection> = { get: read, subscribe: listeners.subscribe }

export function useConnection(): Connection {
  return useObservable(connection)
}
