import {
  createAccessTokens,
  createApiKeys,
  createCursorSigner,
  createIdempotency,
  createRefreshTokens,
  createSeal,
  createTransact,
  followRevocations,
  openTaskFeed,
  type Services,
} from '@tandem/api'
import type { Database } from '@tandem/db'
import type { Env } from '../env.ts'

interface ServiceOptions {
  env: Env
  database: Pick<Database, 'client' | 'clock' | 'engine' | 'listen' | 'run' | 'turns' | 'writesOf'>
  secret: string
}

/** What the procedures work with, over one database, which ends what follows it when it is closed. */
export async function createServices({ env, database, secret }: ServiceOptions): Promise<Services> {
  // Processes agree about the time: what they compare with the database's times comes from the database's clock.
  const { clock } = database
  const ttl = env.ACCESS_TOKEN_TTL
  const previousSecret = env.JWT_SECRET_PREVIOUS
  const db = database.client
  const transact = createTransact(db, database.turns.transactions)
  return {
    db,
    run: database.run,
    writesOf: database.writesOf,
    transact,
    turns: database.turns,
    apiKeys: createApiKeys({ db, clock }),
    clock,
    accessTokens: createAccessTokens({
      secret,
      previousSecret,
      issuer: env.JWT_ISSUER,
      audience: env.JWT_AUDIENCE,
      ttl,
      clock,
    }),
    refreshTokens: createRefreshTokens({ secret, previousSecret, ttl: env.REFRESH_TOKEN_TTL }),
    revocations: await followRevocations({ database, ttl, clock }),
    idempotency: createIdempotency({ transact, seal: createSeal(secret, previousSecret), clock }),
    cursorSigner: createCursorSigner(secret, previousSecret),
    taskFeed: await openTaskFeed(database, { maxWatches: env.STREAMS_MAX || Number.POSITIVE_INFINITY }),
  }
}
