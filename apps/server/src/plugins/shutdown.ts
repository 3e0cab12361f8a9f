import type { Socket } from 'node:net'
import fp from 'fastify-plugin'

/**
 * Closing waits for what is in flight. A connection that becomes idle after the close began would be waited for until
 * its keep-alive time is over, and one over which nothing ever came (browsers open some in advance) for ever: those are
 * ended as they appear.
 */
export const shutdown = fp(async (app) => {
  const silent = new Set<Socket>()
  app.server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }) => silent.delete(socket))

  const endIdle = () => {
    app.server.closeIdleConnections()
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy()
  }
  app.addHook('preClose', async () => {
    const timer = setInterval(endIdle, 50)
    app.server.once('close', () => clearInterval(timer))
  })
})
