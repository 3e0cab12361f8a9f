import { appRouter, createConnectionContext, type Services, setErrorRequest } from '@tandem/api'
import { disconnectStalled, drainOf, type StreamOptions } from '@tandem/fastify-trpc'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import type { FastifyPluginAsync } from 'fastify'
import { credentials, takeFrom } from '../http/call.ts'
import { callerAddress } from '../limits/address-key.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { logError } from './errors.ts'

/** How long a client has to send its first message, which says who it is. */
const INTRODUCTION_MS = 10_000

/** A client that still calls while so much of its answers is unread is disconnected: only streams wait for it. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024

/** Close code: https://www.iana.org/assignments/websocket/websocket.xhtml */
const TRY_AGAIN_LATER = 1013

interface TrpcSocketOptions {
  services: Services
  limits: RateLimits
  stream: StreamOptions
}

/**
 * tRPC over WebSocket, at the prefix itself. Every call is limited, and its credentials checked, as over HTTP. Slow
 * readers are treated as on every transport (decision 20).
 */
export const trpcSocket: FastifyPluginAsync<TrpcSocketOptions> = async (
  app,
  { services, limits, stream },
) => {
  app.get('/', { websocket: true }, (socket, req) => {
    const takeFromLimit = takeFrom(limits)
    const introduction = setTimeout(() => socket.terminate(), INTRODUCTION_MS)
    socket.once('message', () => clearTimeout(introduction)).once('close', () => clearTimeout(introduction))
    socket.on('message', () => {
      if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate()
    })
    disconnectStalled(req.raw.socket, req.raw.socket, stream)

    const handle = getWSConnectionHandler({
      router: appRouter,
      wss: app.websocketServer,
      keepAlive: { enabled: true, pingMs: 20_000, pongWaitMs: 10_000 },
      createContext: ({ info: { connectionParams } }) =>
        createConnectionContext(services, {
          requestId: req.id,
          ...credentials(req, connectionParams),
          address: callerAddress(req),
          userAgent: req.headers['user-agent'],
          calls: 1,
          takeFromLimit,
          drained: drainOf(req.raw.socket),
        }),
      onError: ({ error }) => {
        setErrorRequest(error, req.id)
        logError(req, error)
      },
    })
    handle(socket, req.raw)
    takeFromLimit('calls', callerAddress(req), 1).then((allowed) => {
      if (!allowed) socket.close(TRY_AGAIN_LATER)
    }, logFailure)

    function logFailure(err: unknown) {
      req.log.error({ err }, 'the limit of connections could not be asked')
    }
  })
}
