import type { Database } from '@tandem/db'
import { failureKind } from '@tandem/db/errors'
import type { FastifyPluginAsync } from 'fastify'

const PING_TIMEOUT_MS = 2000

/** `/health`: the process is alive. `/health/ready`: the database answers and has room, and no shutdown has begun. */
export const health: FastifyPluginAsync<{ database: Database }> = async (app, { database }) => {
  let checking: Promise<string | undefined> | undefined
  /** Anyone may ask, so that those who ask at the same time share an answer. */
  const unreadyReason = () => {
    checking ??= reasonOf(database).finally(() => {
      checking = undefined
    })
    return checking
  }

  app.get('/health', async () => ({ status: 'ok' }))

  app.get('/health/ready', async (_req, reply) => {
    const reason = app.isStopping() ? 'shutting down' : await unreadyReason()
    reply.header('cache-control', 'no-store')
    return reason ? reply.code(503).send({ status: 'unavailable', reason }) : { status: 'ready' }
  })
}

async function reasonOf(database: Database): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PING_TIMEOUT_MS, 'the database does not answer')
  })
  const answer = database.ping().then(
    () => undefined,
    (error) =>
      failureKind(error) === 'diskFull'
        ? 'the disk of the database is full'
        : 'the database cannot be reached',
  )
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer))
}
