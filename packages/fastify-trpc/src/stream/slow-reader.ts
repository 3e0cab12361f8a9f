import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How clients are treated that read a stream slowly, or not at all. */
export interface StreamOptions {
  /** Milliseconds after which a client that takes nothing of what waits for it is disconnected. Default: 30,000. */
  stallMs?: number
}

/**
 * Disconnects a client that takes nothing of what waits for it for `stallMs`. Node's socket timeout counts every byte
 * that moves as progress, so a slow client is left alone, and so is one for which nothing waits. `connection` is the
 * response that `socket` carries, or the socket itself once it was upgraded.
 */
export function disconnectStalled(
  connection: ServerResponse | Socket,
  socket: Socket,
  { stallMs = 30_000 }: StreamOptions = {},
): void {
  // `inject` simulates a socket, which has no timeout.
  if (typeof socket.setTimeout !== 'function') return
  connection.on('timeout', () => {
    if (connection.writableLength > 0) connection.destroy()
  })
  connection.setTimeout(stallMs)
}

/**
 * Back-pressure for what is sent over a socket without waiting, as tRPC's WebSocket adapter does. The function that it
 * returns resolves when the client has taken what was sent, or has left.
 */
export function drainOf(socket: Socket): () => Promise<void> {
  let draining: Promise<void> | undefined
  return async () => {
    if (!socket.writableNeedDrain) return
    // One pair of listeners, however many streams of the connection wait.
    draining ??= new Promise((resolve) => {
      const settle = () => {
        socket.off('drain', settle).off('close', settle)
        draining = undefined
        resolve()
      }
      socket.on('drain', settle).on('close', settle)
    })
    await draining
  }
}
