import cookie, { type CookieSerializeOptions } from '@fastify/cookie'
import {
  appRouter,
  createContext,
  endSessionByRefreshToken,
  OAuthError,
  rateLimited,
  type Services,
  sessionExpiry,
  signInInput,
} from '@tandem/api'
import { addMethodRoutes } from '@tandem/rest'
import { TRPCError } from '@trpc/server'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { toCall } from '../../http/call.ts'
import { SESSION_PREFIX } from '../../http/prefixes.ts'
import type { RateLimits } from '../../limits/rate-limits.ts'
import { isSameOriginOrNoBrowser } from './same-origin.ts'

const COOKIE = 'tandem_session'

const noInput = z.strictObject({}).optional()

/**
 * Signing in, refreshing and signing out for a browser. The refresh token is in a cookie that no script can read, and the
 * page only gets access tokens. The procedure `auth.token` does the work, so its limits apply.
 */
export const browserSession: FastifyPluginAsync<{
  /** What precedes the path of the cookie where people reach the server. */
  basePath: string
  services: Services
  limits: RateLimits
}> = async (app, { basePath, services, limits }) => {
  const cookieAttributes = ({ protocol }: FastifyRequest): CookieSerializeOptions => ({
    path: basePath + SESSION_PREFIX,
    httpOnly: true,
    sameSite: 'strict',
    secure: protocol === 'https',
  })
  const clearCookie = (req: FastifyRequest, reply: FastifyReply) =>
    reply.clearCookie(cookieName(req), cookieAttributes(req))

  // These routes are for the pages of this server, even if other origins may call the APIs.
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, cors: false }
  })
  app.addHook('onRequest', (req, reply, done) => {
    reply.header('cache-control', 'no-store')
    done(isSameOriginOrNoBrowser(req) ? undefined : notSameOrigin())
  })
  await app.register(cookie)
  // A form of another site can send text, but not JSON.
  app.removeContentTypeParser('text/plain')

  app.post('/', async (req, reply) => {
    const { auth } = await createCaller(req, reply)
    const { email, password } = parse(signInInput, req.body)
    const tokens = await auth
      .token({ grant_type: 'password', username: email, password })
      .catch((error) => rethrowRefusal(error, 'The e-mail address or the password is wrong'))
    return moveTokenToCookie(req, reply, tokens)
  })

  app.post('/refresh', async (req, reply) => {
    const { auth } = await createCaller(req, reply)
    parse(noInput, req.body)
    try {
      const refresh_token = req.cookies[cookieName(req)]
      if (!refresh_token) throw unauthorized('Nobody is signed in')
      const tokens = await auth
        .token({ grant_type: 'refresh_token', refresh_token })
        .catch((error) => rethrowRefusal(error, 'The session has ended: sign in again'))
      return await moveTokenToCookie(req, reply, tokens)
    } catch (error) {
      // After other errors, such as a lost database, the token is still good.
      if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') clearCookie(req, reply)
      throw error
    }
  })

  app.delete('/', async (req, reply) => {
    await createCaller(req, reply)
    parse(noInput, req.body)
    const token = req.cookies[cookieName(req)]
    if (token) await endSessionByRefreshToken(services, token)
    clearCookie(req, reply)
    return reply.code(204).send()
  })

  addMethodRoutes(app, [{ path: '/' }, { path: '/refresh' }])

  /** The procedures, for this request. Checks the rate limit before the input. */
  async function createCaller(req: FastifyRequest, reply: FastifyReply) {
    const ctx = await createContext(services, toCall({ req, reply, limits, calls: 1 }))
    if (ctx.overLimit) throw rateLimited()
    parse(noInput, req.query)
    return appRouter.createCaller(ctx)
  }

  /** The response of the token endpoint without the refresh token, which goes into a cookie that ends with the session. */
  async function moveTokenToCookie(req: FastifyRequest, reply: FastifyReply, tokens: Tokens) {
    const { refresh_token, ...body } = tokens
    const expiry = await sessionExpiry(services, refresh_token)
    const msLeft = (expiry?.getTime() ?? 0) - services.clock().getTime()
    reply.setCookie(cookieName(req), refresh_token, {
      ...cookieAttributes(req),
      maxAge: Math.max(0, Math.floor(msLeft / 1000)),
    })
    return body
  }
}

type Tokens = Awaited<ReturnType<ReturnType<typeof appRouter.createCaller>['auth']['token']>>

/** Browsers accept the name with the prefix over TLS only, so nobody in between can have set that cookie. */
function cookieName({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? `__Secure-${COOKIE}` : COOKIE
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new TRPCError({
    code: 'UNPROCESSABLE_CONTENT',
    message: 'The request is not valid',
    cause: parsed.error,
  })
}

/**
 * Replaces refusals of the token endpoint, which are in the terms of OAuth2, by 401. A right password of somebody who has to
 * verify their address first is 403, which the page tells apart.
 */
function rethrowRefusal(error: unknown, message: string): never {
  if (!(error instanceof TRPCError && error.cause instanceof OAuthError)) throw error
  if (error.cause.isUnverified) throw new TRPCError({ code: 'FORBIDDEN', message: error.message })
  throw unauthorized(message)
}

function unauthorized(message: string) {
  return new TRPCError({ code: 'UNAUTHORIZED', message })
}

function notSameOrigin() {
  return new TRPCError({ code: 'FORBIDDEN', message: 'Only a page of this server may ask for this' })
}
