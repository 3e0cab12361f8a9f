import type { Socket } from 'node:net'
import fp from 'fastify-plugin'

/**
 * Lets `close()` end while clients keep connections open. It waits for requests in flight, but would also wait for the
 * keep-alive timeout of connections that become idle meanwhile, and for ever for connections that never sent anything,
 * such as those that browsers open in advance.
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
