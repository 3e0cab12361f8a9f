import { openCalendar, rateLimited, type Services } from '@tandem/api'
import { formatEntityTag, matchesIfNoneMatch, weakTag } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import type { FastifyPluginAsync } from 'fastify'
import { takeFrom } from '../../http/call.ts'
import { compressAnswers } from '../../http/response/compression.ts'
import { callerAddress } from '../../limits/address-key.ts'
import { type RateLimits, rateLimitHeaders } from '../../limits/rate-limits.ts'

/** Serves calendars at `/<token>.ics`. The address is a secret and the only credential, as calendar programs need it. */
export const calendar: FastifyPluginAsync<{ services: Services; limits: RateLimits }> = async (
  app,
  { services, limits },
) => {
  compressAnswers(app)
  app.addHook('onRequest', (_req, reply, done) => {
    // Caches must revalidate, because the address can be revoked.
    reply.header('cache-control', 'private, no-cache')
    done()
  })

  app.get<{ Params: { file: string } }>('/:file', async (req, reply) => {
    const take = takeFrom(limits, (states) => reply.headers(rateLimitHeaders(states)))
    if (!(await take('calls', callerAddress(req), 1))) throw rateLimited()
    const found = await openCalendar(services, req.params.file)
    // The same response if the token is malformed, unknown, revoked, or of an inactive user.
    if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such calendar' })
    // Not the user's own limit: somebody who found the address must not be able to use it up.
    if (!(await take('calls', `calendar ${found.userId}`, 1))) throw rateLimited()

    const tag = weakTag(found.tag)
    if (matchesIfNoneMatch(req, tag)) return reply.code(304).header('etag', formatEntityTag(tag)).send()
    const text = await found.read()
    return (
      reply
        .type('text/calendar; charset=utf-8')
        // Otherwise a browser would save it under its address, which is secret.
        .headers({ etag: formatEntityTag(tag), 'content-disposition': 'inline; filename="tandem.ics"' })
        .send(text)
    )
  })
}
