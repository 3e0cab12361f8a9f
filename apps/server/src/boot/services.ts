import {
  type CallObserver,
  createAccessTokens,
  createAnswers,
  createApiKeys,
  createCursorSigner,
  createIdempotency,
  createJobs,
  createLinkTokens,
  createMemoryStore,
  createRefreshTokens,
  createSeal,
  createTransact,
  followRevocations,
  longestTtl,
  openTaskFeed,
  type Services,
} from '@tandem/api'
import type { Database } from '@tandem/db'
import type { Env } from '../env.ts'
import { openFiles } from '../files/open-files.ts'
import { createMailer } from '../mail/create-mailer.ts'
import type { MailLog } from '../mail/smtp.ts'
import type { RedisLog } from '../redis/connect.ts'

interface ServiceOptions {
  env: Env
  database: Pick<Database, 'client' | 'clock' | 'engine' | 'listen' | 'run' | 'runIn' | 'turns' | 'writesOf'>
  secret: string
  log: RedisLog & MailLog
}

/**
 * What the procedures work with, over one database, which ends what follows it when it is closed. `answers` have to be closed
 * beside it.
 */
export async function createServices({ env, database, secret, log }: ServiceOptions): Promise<Services> {
  // Processes agree about the time: what they compare with the database's times comes from the database's clock.
  const { clock } = database
  const ttl = env.ACCESS_TOKEN_TTL
  const previousSecret = env.JWT_SECRET_PREVIOUS
  const db = database.client
  const observer: CallObserver = {}
  const transact = createTransact(database)
  const seal = createSeal(secret, previousSecret)
  const ttlOfAnswers = longestTtl()
  // Its own connection, so that no limit waits behind an answer; and none where no resource keeps answers.
  const answerStore =
    env.REDIS_URL !== undefined && ttlOfAnswers > 0
      ? (await import('../redis/answer-store.ts')).createRedisStore({
          url: env.REDIS_URL,
          log,
          seal,
          clock,
          longestTtl: ttlOfAnswers,
        })
      : createMemoryStore()
  return {
    db,
    run: database.run,
    writesOf: database.writesOf,
    transact,
    turns: database.turns,
    apiKeys: createApiKeys({ db, run: database.run, clock }),
    clock,
    observer,
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
    idempotency: createIdempotency({ transact, seal, clock }),
    cursorSigner: createCursorSigner(secret, previousSecret),
    answers: createAnswers(answerStore),
    files: await openFiles(env, db, log),
    jobs: createJobs(observer),
    mailer: createMailer(env, log),
    linkTokens: createLinkTokens({ secret, previousSecret }),
    appUrl: env.APP_URL,
    requireVerifiedEmail: env.REQUIRE_VERIFIED_EMAIL,
    taskFeed: await openTaskFeed(database, { maxWatches: env.STREAMS_MAX || Number.POSITIVE_INFINITY }),
  }
}
