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
import { callOf } from '../../http/call.ts'
import { SESSION_PREFIX } from '../../http/prefixes.ts'
import type { RateLimits } from '../../limits/rate-limits.ts'
import { maySameOrigin } from './same-origin.ts'

const COOKIE = 'tandem_session'

const nothing = z.strictObject({}).optional()

/**
 * Signing in, refreshing and signing out for a browser: the refresh token stands in a cookie that no script can read, and
 * the page is given access tokens alone. What happens is what the procedure `auth.token` does, limits and all.
 */
export const browserSession: FastifyPluginAsync<{ services: Services; limits: RateLimits }> = async (
  app,
  { services, limits },
) => {
  // For the pages of this server, whatever other origins may call the APIs.
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, cors: false }
  })
  app.addHook('onRequest', (req, reply, done) => {
    reply.header('cache-control', 'no-store')
    done(maySameOrigin(req) ? undefined : foreign())
  })
  await app.register(cookie)
  // A form of another site can send text, and not JSON.
  app.removeContentTypeParser('text/plain')

  app.post('/', async (req, reply) => {
    const { auth } = await callerOf(req, reply)
    const { email, password } = read(signInInput, req.body)
    const tokens = await auth
      .token({ grant_type: 'password', username: email, password })
      .catch((error) => whereRefused(error, 'The e-mail address or the password is wrong'))
    return answer(req, reply, tokens)
  })

  app.post('/refresh', async (req, reply) => {
    const { auth } = await callerOf(req, reply)
    read(nothing, req.body)
    try {
      const refresh_token = req.cookies[nameOf(req)]
      if (!refresh_token) throw unauthorized('Nobody is signed in')
      const tokens = await auth
        .token({ grant_type: 'refresh_token', refresh_token })
        .catch((error) => whereRefused(error, 'The session has ended: sign in again'))
      return await answer(req, reply, tokens)
    } catch (error) {
      // What is not the token's fault leaves it as it is.
      if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') clear(req, reply)
      throw error
    }
  })

  app.delete('/', async (req, reply) => {
    await callerOf(req, reply)
    read(nothing, req.body)
    const token = req.cookies[nameOf(req)]
    if (token) await endSessionByRefreshToken(services, token)
    clear(req, reply)
    return reply.code(204).send()
  })

  addMethodRoutes(app, [{ path: '/' }, { path: '/refresh' }])

  /** The procedures, as the request may call them: what it sends is read only where it is not one too many. */
  async function callerOf(req: FastifyRequest, reply: FastifyReply) {
    const ctx = await createContext(services, callOf({ req, reply, limits, calls: 1 }))
    if (ctx.overLimit) throw rateLimited()
    read(nothing, req.query)
    return appRouter.createCaller(ctx)
  }

  /** The answer of the token endpoint, but for the refresh token, which lasts in the browser as long as its session. */
  async function answer(req: FastifyRequest, reply: FastifyReply, tokens: Tokens) {
    const { refresh_token, ...shown } = tokens
    const end = await sessionExpiry(services, refresh_token)
    const left = (end?.getTime() ?? 0) - services.clock().getTime()
    reply.setCookie(nameOf(req), refresh_token, {
      ...attributes(req),
      maxAge: Math.max(0, Math.floor(left / 1000)),
    })
    return shown
  }
}

type Tokens = Awaited<ReturnType<ReturnType<typeof appRouter.createCaller>['auth']['token']>>

/** Over TLS by a name that a browser accepts over TLS alone: nobody in between can have set it. */
function nameOf({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? `__Secure-${COOKIE}` : COOKIE
}

function attributes({ protocol }: FastifyRequest): CookieSerializeOptions {
  return { path: SESSION_PREFIX, httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }
}

function clear(req: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(nameOf(req), attributes(req))
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new TRPCError({
    code: 'UNPROCESSABLE_CONTENT',
    message: 'The request is not valid',
    cause: parsed.error,
  })
}

/** The token endpoint refuses in the words of OAuth2, which are not for a page. */
function whereRefused(error: unknown, message: string): never {
  const isRefused = error instanceof TRPCError && error.cause instanceof OAuthError
  throw isRefused ? unauthorized(message) : error
}

function unauthorized(message: string) {
  return new TRPCError({ code: 'UNAUTHORIZED', message })
}

function foreign() {
  return new TRPCError({ code: 'FORBIDDEN', message: 'Only a page of this server may ask for this' })
}
