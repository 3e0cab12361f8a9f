import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** Whether a request asks for a WebSocket at one path. */
export function isWebSocketAt(path: string, { method, url, headers }: IncomingMessage): boolean {
  const [requested] = url?.split('?', 1) ?? []
  return method === 'GET' && requested === path && headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * Answers a request as if it had not asked for an upgrade, which a server may ignore (RFC 9110, section 7.8). Java's
 * client and `curl --http2` ask for HTTP/2 this way. Node has already stopped to read the connection as HTTP, so it gets
 * the connection anew, with the request put back in front.
 */
export function ignoreUpgrade(server: Server, req: IncomingMessage, socket: Socket, head: Buffer): void {
  const lines = [`${req.method} ${req.url} HTTP/${req.httpVersion}`]
  for (let at = 0; at < req.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(at, at + 2)
    if (!/^(connection|upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`)
  }
  if (/\bclose\b/i.test(req.headers.connection ?? '')) lines.push('Connection: close')
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}
