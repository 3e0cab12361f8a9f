import type { ServerResponse } from 'node:http'
import websocket from '@fastify/websocket'
import type { Services } from '@tandem/api'
import fp from 'fastify-plugin'

/** Bytes of a message that a WebSocket takes. It holds a call, or some of them. */
const MOST_OF_A_MESSAGE = 256 * 1024

/** Milliseconds in which the reader of a stream has to read something. */
const PATIENCE = 30_000

/** Close code: https://www.iana.org/assignments/websocket/websocket.xhtml */
const RESTARTING = 1012

/** What outlives an answer: ended when the server closes, or when nobody reads. REST's event streams see to the latter themselves. */
export const live = fp<{ services: Services }>(async (app, { services }) => {
  await app.register(websocket, { options: { maxPayload: MOST_OF_A_MESSAGE } })

  app.addHook('preClose', async () => {
    // In this order: a client that loses its connection comes back, one whose subscription is ended does not.
    for (const socket of app.websocketServer.clients) socket.close(RESTARTING)
    await services.taskFeed.stop()
  })

  /** Streams, and how many bytes their readers had taken when it was last looked. */
  const streams = new Map<ServerResponse, number>()
  app.addHook('onSend', (_req, reply, _payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      streams.set(reply.raw, 0)
      reply.raw.once('close', () => streams.delete(reply.raw))
    }
    done()
  })

  const looking = setInterval(() => {
    for (const [response, before] of streams) {
      const taken = (response.socket?.bytesWritten ?? 0) - response.writableLength
      if (response.writableNeedDrain && taken === before) response.destroy()
      else streams.set(response, taken)
    }
  }, PATIENCE)
  looking.unref()
  app.addHook('onClose', async () => clearInterval(looking))
})
