import type { AppRouter } from '@tandem/api'
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client'
import { accessToken, discardToken } from '../session/session.ts'
import type { TaskChange } from './task-list.ts'

interface LiveOptions {
  onChange: (change: TaskChange) => void
  /** Changes may have been missed, because there is no revision to resume from. */
  onGap: () => void
  isReachable: () => boolean
}

/** Delay before reconnecting, in ms. */
const RECONNECT_DELAY = { first: 500, max: 15_000 }

/**
 * Subscribes to the changes of tasks from any tab, program or device. It uses a WebSocket, because an event stream would take
 * one of the few connections that browsers allow per host. The stream ends when its access token does, and the next one
 * resumes from the last revision received.
 */
export function followLive({ onChange, onGap, isReachable }: LiveOptions) {
  /** The last revision received, and its epoch: a restored database counts revisions again. */
  let position: { lastEventId: string; epoch: string } | undefined
  let delay = RECONNECT_DELAY.first
  let timer: ReturnType<typeof setTimeout> | undefined
  let close: (() => void) | undefined
  let closed = false

  async function open() {
    timer = undefined
    if (closed || !isReachable()) return
    const token = await accessToken().catch(() => undefined)
    if (closed) return
    if (token === undefined) return reconnect()

    const socket = createWSClient({
      url: `${location.origin.replace(/^http/, 'ws')}/trpc`,
      connectionParams: { token },
      // Never reconnects by itself, because a new connection needs a new token.
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
      // The token was revoked or has expired.
      if (hasCode(error, 'UNAUTHORIZED')) discardToken()
      if (hasCode(error, 'RESYNC_REQUIRED')) {
        position = undefined
        onGap()
      }
      reconnect()
    }
    close = () => {
      isOver = true
      void socket.close()
    }
    task.onChange.subscribe(position, {
      onStarted: () => {
        delay = RECONNECT_DELAY.first
        if (!position) onGap()
      },
      onData: ({ id, data }) => {
        position = { lastEventId: id, epoch: data.epoch }
        onChange(data)
      },
      onError: end,
      onComplete: () => end(),
    })
  }

  function reconnect() {
    if (closed || timer) return
    timer = setTimeout(open, delay)
    delay = Math.min(delay * 2, RECONNECT_DELAY.max)
  }

  void open()
  return {
    /** Reconnects at once instead of after the delay. */
    wake: () => {
      if (close || closed) return
      clearTimeout(timer)
      delay = RECONNECT_DELAY.first
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

function hasCode(error: unknown, code: string): boolean {
  return error instanceof TRPCClientError && error.data?.error === code
}
