import { createAccessTokens, createRefreshTokens, followRevocations, type Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { Env } from './env.ts'

interface ServiceOptions {
  env: Env
  database: Pick<Database, 'client' | 'listen'>
  secret: string
  /** The connection that revocations come over was lost; it is mended by itself. */
  onLost?(error: Error): void
}

/** What the procedures work with, over one database. Stop its `revocations` before the database is closed. */
export async function createServices({ env, database, secret, onLost }: ServiceOptions): Promise<Services> {
  const clock = () => new Date()
  const ttl = env.ACCESS_TOKEN_TTL
  return {
    db: database.client,
    clock,
    accessTokens: createAccessTokens({
      secret,
      issuer: env.JWT_ISSUER,
      audience: env.JWT_AUDIENCE,
      ttl,
      clock,
    }),
    refreshTokens: createRefreshTokens({ secret, ttl: env.REFRESH_TOKEN_TTL }),
    revocations: await followRevocations({ database, ttl, clock, ...(onLost && { onLost }) }),
  }
}
