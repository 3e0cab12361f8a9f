import websocket from '@fastify/websocket'
import type { Services } from '@tandem/api'
import fp from 'fastify-plugin'

/** A message holds a call, or some of them. */
const MAX_MESSAGE_BYTES = 256 * 1024

/** Close code: https://www.iana.org/assignments/websocket/websocket.xhtml */
const SERVICE_RESTART = 1012

/** WebSockets, and the end of everything that outlives an answer when the server closes. */
export const live = fp<{ services: Services }>(async (app, { services }) => {
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } })

  app.addHook('preClose', async () => {
    // Connections first: a client that loses its connection comes back, one whose subscription is ended does not.
    for (const socket of app.websocketServer.clients) socket.close(SERVICE_RESTART)
    await services.taskFeed.stop()
  })
})
