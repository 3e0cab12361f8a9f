import { openCalendar, rateLimited, type Services } from '@tandem/api'
import { formatEntityTag, matchesIfNoneMatch, weakTag } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import type { FastifyPluginAsync } from 'fastify'
import { takeFrom } from '../http/call.ts'
import { type RateLimits, rateLimitHeaders } from '../limits/rate-limits.ts'

/** Calendars at their secret addresses, `/<token>.ics`: the address is all that a calendar program has to show. */
export const calendar: FastifyPluginAsync<{ services: Services; limits: RateLimits }> = async (
  app,
  { services, limits },
) => {
  app.addHook('onRequest', (_req, reply, done) => {
    // No copy may outlive the address, which can be revoked.
    reply.header('cache-control', 'private, no-cache')
    done()
  })

  app.get<{ Params: { file: string } }>('/:file', async (req, reply) => {
    const take = takeFrom(limits, (states) => reply.headers(rateLimitHeaders(states)))
    if (!(await take('calls', req.ip, 1))) throw rateLimited()
    const found = await openCalendar(services, req.params.file)
    // Malformed, unknown, revoked, of an inactive user: nobody can tell which.
    if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such calendar' })
    // Not the user's own limit: whoever has found the address must not keep them from the API.
    if (!(await take('calls', `calendar ${found.userId}`, 1))) throw rateLimited()

    const tag = weakTag(found.tag)
    if (matchesIfNoneMatch(req, tag)) return reply.code(304).header('etag', formatEntityTag(tag)).send()
    const text = await found.read()
    return (
      reply
        .type('text/calendar; charset=utf-8')
        // A browser would save it under its address, which is the secret.
        .headers({ etag: formatEntityTag(tag), 'content-disposition': 'inline; filename="tandem.ics"' })
        .send(text)
    )
  })
}
