import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from '@fastify/websocket'
import { appRouter, createConnectionContext, type Services } from '@tandem/api'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import type { FastifyPluginAsync } from 'fastify'
import { credentials, takeFrom } from '../http/call.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { logError } from './errors.ts'

/** Bytes that a stream leaves unread before it waits, and with which no more calls are taken. */
const UNREAD = { wait: 256 * 1024, cut: 4 * 1024 * 1024 }

/** Milliseconds: to say whose the connection is, where that was announced; and for a reader to read anything. */
const PATIENCE = { introduction: 10_000, reader: 30_000 }

/** Close code: https://www.iana.org/assignments/websocket/websocket.xhtml */
const TRY_LATER = 1013

/** tRPC over WebSocket, at the prefix itself. Every call is limited, and its credentials checked, as over HTTP. */
export const trpcSocket: FastifyPluginAsync<{ services: Services; limits: RateLimits }> = async (
  app,
  { services, limits },
) => {
  app.get('/', { websocket: true }, (socket, req) => {
    const takeFromLimit = takeFrom(limits)
    const introduction = setTimeout(() => socket.terminate(), PATIENCE.introduction)
    socket.once('message', () => clearTimeout(introduction)).once('close', () => clearTimeout(introduction))
    socket.on('message', () => {
      if (socket.bufferedAmount > UNREAD.cut) socket.terminate()
    })

    const handle = getWSConnectionHandler({
      router: appRouter,
      wss: app.websocketServer,
      keepAlive: { enabled: true, pingMs: 20_000, pongWaitMs: 10_000 },
      createContext: ({ info: { connectionParams } }) =>
        createConnectionContext(services, {
          requestId: req.id,
          ...credentials(req, connectionParams),
          address: req.ip,
          userAgent: req.headers['user-agent'],
          calls: 1,
          takeFromLimit,
          drained: () => drained(socket),
        }),
      onError: ({ error }) => logError(req, error),
    })
    handle(socket, req.raw)
    takeFromLimit('calls', req.ip, 1).then((allowed) => {
      if (!allowed) socket.close(TRY_LATER)
    }, logFailure)

    function logFailure(err: unknown) {
      req.log.error({ err }, 'the limit of connections could not be asked')
    }
  })
}

/** Resolves when little is unread; cuts a reader off that reads nothing for too long. */
async function drained(socket: WebSocket): Promise<void> {
  let unread = socket.bufferedAmount
  for (let waited = 0; unread > UNREAD.wait && socket.readyState === socket.OPEN; waited += 20) {
    await sleep(20)
    if (socket.bufferedAmount < unread) waited = 0
    unread = socket.bufferedAmount
    if (waited > PATIENCE.reader) socket.terminate()
  }
}
