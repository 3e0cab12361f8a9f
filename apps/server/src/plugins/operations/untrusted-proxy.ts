import fp from 'fastify-plugin'

/**
 * Says once in the log that `X-Forwarded-For` comes from an address that `TRUST_PROXY` does not name: behind such a proxy
 * all callers are one to the limits by address.
 */
export const untrustedProxy = fp(async (app) => {
  let isSaid = false
  let trusted: string | undefined
  app.addHook('onRequest', (req, _reply, done) => {
    if (isSaid || req.headers['x-forwarded-for'] === undefined) return done()
    const proxy = req.socket.remoteAddress
    if (proxy === trusted) return done()
    // The first is the connection's own address. Others are there only if it is trusted.
    if (req.ips && req.ips.length > 1) trusted = proxy
    else {
      isSaid = true
      req.log.warn({ proxy }, 'X-Forwarded-For is ignored: TRUST_PROXY does not name the proxy that sends it')
    }
    done()
  })
})
