import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import websocket from '@fastify/websocket'
import type { Services } from '@tandem/api'
import fp from 'fastify-plugin'
import { logRefusal, refusal, writeRefusal } from '../http/refusal.ts'
import { requestId } from '../http/request-id.ts'
import { SECURITY_HEADERS } from '../http/response/security-headers.ts'
import { ignoreUpgrade, isWebSocketAt } from '../http/upgrade.ts'

/** A message holds a call, or some of them. */
const MAX_MESSAGE_BYTES = 256 * 1024

/** Close code: https://www.iana.org/assignments/websocket/websocket.xhtml */
const SERVICE_RESTART = 1012

/** How long a client has to answer the close of its WebSocket. */
const GOODBYE_MS = 2_000

interface LiveOptions {
  services: Services
  /** Where WebSockets are served. */
  path: string
  /** What takes the path of `APP_URL` off a URL, if it has one. */
  removeBasePath?: ((url: string) => string) | undefined
}

/** WebSockets, and the end of everything that outlives an answer when the server closes. */
export const live = fp<LiveOptions>(async (app, { services, path, removeBasePath = (url) => url }) => {
  // Never listens. The plugin takes every upgrade of the server that it is given for a WebSocket.
  const webSocketRequests = createServer()
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, server: webSocketRequests },
    // Its own would close WebSockets without a code, before ours.
    preClose: (done: () => void) => done(),
  })

  app.server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    const proceed = () => {
      if (socket.destroyed) return
      req.url = removeBasePath(req.url ?? '/')
      if (!isWebSocketAt(path, req)) return ignoreUpgrade(app.server, req, socket, head)
      // From here on it has one id, whoever asks for it.
      req.headers['x-request-id'] = requestId(req)
      webSocketRequests.emit('upgrade', req, socket, head)
    }
    const before = app.connections.upgrade(socket)
    if (before) before.once('close', proceed)
    else proceed()
  })

  const sockets = app.websocketServer
  sockets.on('headers', (lines, req) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) lines.push(`${name}: ${value}`)
    lines.push(`x-request-id: ${requestId(req)}`)
  })
  sockets.on('wsClientError', ({ message }, socket, req) => {
    const headers = { 'sec-websocket-version': '13' }
    const answer = refusal({ status: 400, message, headers, req })
    writeRefusal(socket, answer)
    logRefusal(app, answer, req.socket)
  })

  let isClosing = false
  sockets.on('connection', (socket) => {
    if (isClosing) socket.close(SERVICE_RESTART)
  })
  app.addHook('preClose', async () => {
    isClosing = true
    // Connections first: a client that loses its connection comes back, one whose subscription is ended does not.
    for (const socket of sockets.clients) socket.close(SERVICE_RESTART)
    const hangUp = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate()
    }, GOODBYE_MS)
    app.server.once('close', () => clearTimeout(hangUp))
    await services.taskFeed.stop()
  })
})
