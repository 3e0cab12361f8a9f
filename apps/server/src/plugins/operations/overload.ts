import { appRouter, overloaded } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { AnyTRPCRouter } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { CALENDAR_PREFIX, REST_PREFIX, SESSION_PREFIX, TRPC_PREFIX } from '../../http/prefixes.ts'
import type { Pressure } from '../../limits/pressure.ts'

const LOOK_MS = 100

/** Everything else, such as `/health` and the web app, is cheap or is asked for by operators. */
const CALLS = [REST_PREFIX, TRPC_PREFIX, SESSION_PREFIX, CALENDAR_PREFIX]

interface OverloadOptions {
  database: Pick<Database, 'engine' | 'load'>
  pressure: Pressure
}

/**
 * The requests that a long turn of the event loop keeps waiting. The embedded database does its statements within turns: what
 * one user has queued for their turns makes nobody else wait, and is no crowd.
 */
export function crowdOf(unanswered: number, { engine, load }: OverloadOptions['database']): number {
  return engine === 'pglite' ? Math.max(0, unanswered - load().waiting.turn) : unanswered
}

/** Refuses calls at once with 503 where the process does not keep up, before anything is done for them. */
export const overload = fp<OverloadOptions>(async (app, { database, pressure }) => {
  const { procedures } = (appRouter as AnyTRPCRouter)._def
  const isStream = (path: string) => procedures[path]?._def.type === 'subscription'
  const isCall = ({ routeOptions: { url = '', config }, params, headers }: FastifyRequest) => {
    const { path } = params as { path?: string }
    const opensStream = isStream(config.procedure ?? path ?? '') || headers.upgrade !== undefined
    return CALLS.some((prefix) => url.startsWith(prefix)) && !opensStream
  }

  app.addHook('onRequest', (req, _reply, done) => {
    // A server that stops gets no new callers: what has come is answered.
    const isRefusing = pressure.share > 0 && !app.connections.isDraining
    if (isRefusing && isCall(req) && pressure.refuses()) return done(overloaded())
    done()
  })

  let lookedAt = performance.now()
  let wasRefusing = false
  const look = setInterval(() => {
    const now = performance.now()
    const turnMs = now - lookedAt
    lookedAt = now
    pressure.observe({
      turnMs,
      // Counted only where it matters.
      requests: turnMs > 2 * LOOK_MS ? crowdOf(app.connections.unanswered, database) : 0,
      waiting: database.load().waiting.connection,
    })
    const isRefusing = pressure.share > 0
    if (isRefusing && !wasRefusing) app.log.warn('more calls than can be answered in time: some are refused')
    if (!isRefusing && wasRefusing)
      app.log.info({ refused: pressure.refused }, 'all calls are answered again')
    wasRefusing = isRefusing
  }, LOOK_MS).unref()
  app.addHook('onClose', async () => clearInterval(look))
})
