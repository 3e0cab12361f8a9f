import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Disconnects a client that takes nothing of what waits for it for `stallMs`. Node's socket timeout counts every byte
 * that moves as progress, so a slow client is left alone, and so is one for which nothing waits.
 */
export function disconnectStalled(response: ServerResponse, socket: Socket, stallMs: number): void {
  // `inject` simulates a socket, which has no timeout.
  if (typeof socket.setTimeout !== 'function') return
  response.on('timeout', destroyIfWaiting)
  response.setTimeout(stallMs)
}

function destroyIfWaiting(this: ServerResponse) {
  if (this.writableLength > 0) this.destroy()
}
