import type { AppRouter } from '@tandem/api'
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client'
import { accessToken, distrust } from '../session/session.ts'
import type { TaskChange } from './task-list.ts'

interface LiveOptions {
  onChange: (change: TaskChange) => void
  /** It was not followed for a while, and there is no number to go on from: everything may have changed. */
  onGap: () => void
  isReachable: () => boolean
}

/** Milliseconds before a stream that ended is opened again. */
const AGAIN = { first: 500, longest: 15_000 }

/**
 * Follows what changes, in whichever tab, program or device. One WebSocket, which unlike an event stream takes none of the
 * few connections that a browser grants a host. A stream ends with the access token that opened it: the next one goes
 * on from the last revision that was told.
 */
export function followLive({ onChange, onGap, isReachable }: LiveOptions) {
  let revision: string | undefined
  let wait = AGAIN.first
  let timer: ReturnType<typeof setTimeout> | undefined
  let close: (() => void) | undefined
  let closed = false

  async function open() {
    timer = undefined
    if (closed || !isReachable()) return
    const token = await accessToken().catch(() => undefined)
    if (closed) return
    if (token === undefined) return again()

    const socket = createWSClient({
      url: `${location.origin.replace(/^http/, 'ws')}/trpc`,
      connectionParams: { token },
      // Whatever ends it, it begins anew with a token of its own.
      retryDelayMs: () => 3_600_000,
      onClose: () => end(),
      keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
    })
    const { task } = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] })
    let isOver = false
    const end = (error?: unknown) => {
      if (isOver) return
      isOver = true
      close = undefined
      void socket.close()
      // It was revoked, or has expired: the next one tells which.
      if (isAbout(error, 'UNAUTHORIZED')) distrust()
      if (isAbout(error, 'RESYNC_REQUIRED')) {
        revision = undefined
        onGap()
      }
      again()
    }
    close = () => {
      isOver = true
      void socket.close()
    }
    task.onChange.subscribe(revision === undefined ? undefined : { lastEventId: revision }, {
      onStarted: () => {
        wait = AGAIN.first
        if (revision === undefined) onGap()
      },
      onData: ({ id, data }) => {
        revision = id
        onChange(data)
      },
      onError: end,
      onComplete: () => end(),
    })
  }

  function again() {
    if (closed || timer) return
    timer = setTimeout(open, wait)
    wait = Math.min(wait * 2, AGAIN.longest)
  }

  void open()
  return {
    /** The server can be reached again: at once, and not when the wait is over. */
    wake: () => {
      if (close || closed) return
      clearTimeout(timer)
      wait = AGAIN.first
      void open()
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      close?.()
    },
  }
}

export type Live = ReturnType<typeof followLive>

function isAbout(error: unknown, code: string): boolean {
  return error instanceof TRPCClientError && error.data?.error === code
}
