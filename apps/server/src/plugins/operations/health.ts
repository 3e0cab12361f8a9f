import type { Database } from '@tandem/db'
import type { FastifyPluginAsync } from 'fastify'

const PING_TIMEOUT_MS = 2000

/** `/health`: the process is alive. `/health/ready`: the database answers and no shutdown has begun. */
export const health: FastifyPluginAsync<{ database: Database }> = async (app, { database }) => {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })

  app.get('/health', async () => ({ status: 'ok' }))

  app.get('/health/ready', async (_req, reply) => {
    const reason = closing ? 'shutting down' : await unreachableReason(database)
    reply.header('cache-control', 'no-store')
    return reason ? reply.code(503).send({ status: 'unavailable', reason }) : { status: 'ready' }
  })
}

async function unreachableReason(database: Database): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PING_TIMEOUT_MS, 'the database does not answer')
  })
  const answer = database.ping().then(
    () => undefined,
    () => 'the database cannot be reached',
  )
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer))
}
