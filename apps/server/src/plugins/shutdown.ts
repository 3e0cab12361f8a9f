import fp from 'fastify-plugin'

/**
 * Closing waits for what is in flight. A connection that becomes idle after the close began would be waited for
 * until its keep-alive time is over, so those are ended as they appear.
 */
export const shutdown = fp(async (app) => {
  app.addHook('preClose', async () => {
    const timer = setInterval(() => app.server.closeIdleConnections(), 50)
    app.server.once('close', () => clearInterval(timer))
  })
})
