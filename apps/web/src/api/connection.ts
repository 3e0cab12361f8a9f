import { onlineManager } from '@tanstack/react-query'
import { createListeners, type Observable, useObservable } from '../observable.ts'

/** `offline`: this device has no network. `away`: it has, and the server does not answer. */
export type Connection = 'ok' | 'offline' | 'away'

/** Milliseconds between two looks at whether a server that was away is back. */
const PROBE = { first: 1_000, longest: 10_000 }

/** Milliseconds after which a server that accepts and does not answer counts as away. */
const PATIENCE = 10_000

let away = false
let wait = PROBE.first
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = createListeners()

const read = (): Connection => (!navigator.onLine ? 'offline' : away ? 'away' : 'ok')

function tell() {
  onlineManager.setOnline(read() === 'ok')
  listeners.tell()
}

function setAway(isAway: boolean) {
  if (away === isAway) return
  away = isAway
  clearTimeout(timer)
  if (away) {
    wait = PROBE.first
    timer = setTimeout(probe, wait)
  }
  tell()
}

async function probe() {
  clearTimeout(timer)
  const signal = AbortSignal.timeout(PATIENCE)
  const answer = await fetch('/health/ready', { signal }).catch(() => undefined)
  if (answer?.ok) return setAway(false)
  wait = Math.min(wait * 2, PROBE.longest)
  timer = setTimeout(probe, wait)
}

/** Begins to follow whether the network and the server are there; TanStack Query waits while they are not. */
export function followConnection() {
  // Its own look at the network would overrule what is known of the server.
  onlineManager.setEventListener(() => undefined)
  const changed = () => {
    // A network that has just come back says nothing of the server.
    if (navigator.onLine && away) void probe()
    tell()
  }
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  tell()
}

/** As tRPC calls it. */
type Init = { [K in keyof RequestInit]: RequestInit[K] | undefined }

/** `fetch`, which notes whether the server was reached, and does not wait for ever. */
export async function fetchNoting(input: RequestInfo | URL, init?: Init): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE)
  const signal = init?.signal ? AbortSignal.any([init.signal, patience]) : patience
  try {
    const answer = await fetch(input, { ...(init as RequestInit), signal })
    setAway(answer.status >= 502 && answer.status <= 504)
    return answer
  } catch (error) {
    if (!init?.signal?.aborted && navigator.onLine) setAway(true)
    throw error
  }
}

export const connection: Observable<Connection> = { get: read, subscribe: listeners.subscribe }

export function useConnection(): Connection {
  return useObservable(connection)
}
