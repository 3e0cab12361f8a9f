import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
import type { Caller } from './caller.ts'
import type { Context } from './context.ts'
import { errorRequest } from './error-request.ts'
import { type ErrorReport, rateLimited, reportError } from './errors.ts'
import type { Scope } from './scopes.ts'

/** `error.data` of every tRPC error: the same vocabulary, issues and request id as a REST problem. */
export interface ErrorData extends Pick<ErrorReport, 'error' | 'issues'> {
  code: TRPCError['code']
  httpStatus: number
  path: string | undefined
  requestId: string | undefined
}

export type ErrorShape = TRPCErrorShape<ErrorData>

/** What a procedure says about itself. */
export interface Meta extends RestMeta {
  /** The scopes an API key needs to call it. Without any, no API key may. Set by {@link resourceProcedure}. */
  scopes?: Scope[]
  /** Only API keys may call it. Set by {@link resourceProcedure}. */
  isForKeysOnly?: boolean
  /**
   * Calls of one user hold only some of the database's connections at a time, and take turns at them. `false` for calls
   * that need none of their own: their statements are sent together with others', or they wait in `ctx.transact`. `true`
   * where calls without a caller take turns too, by their address.
   */
  takesTurn?: boolean
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // A client that hears nothing for this long connects again; the pings keep proxies from cutting idle streams.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ error, shape, path, ctx }): ErrorShape {
      const { status, message, ...report } = reportError(error)
      const code = report.error === 'VALIDATION_ERROR' ? 'UNPROCESSABLE_CONTENT' : error.code
      return {
        code: report.error === 'VALIDATION_ERROR' ? TRPC_ERROR_CODES_BY_KEY[code] : shape.code,
        message,
        data: { code, httpStatus: status, path, requestId: ctx?.requestId ?? errorRequest(error), ...report },
      }
    },
  })

export const router = t.router

/**
 * A procedure that runs only for the callers `guard` lets in: it throws, or returns what the context gains. One middleware
 * for all questions, since each middleware of tRPC copies the call and its context.
 */
function guarded<Gained extends object>(guard: (ctx: Context) => Gained) {
  return t.procedure.use(async ({ ctx, next, getRawInput, meta, signal }) => {
    const own = ctx.renew ? await ctx.renew() : ctx
    if (own.overLimit) throw rateLimited()
    const gained: Gained = guard(own)
    // Read once the caller is let in, and only for calls with a key: they are compared by what was sent.
    const more = own.idempotencyKey === undefined ? gained : { ...gained, rawInput: await getRawInput() }
    const proceed = () => next({ ctx: own === ctx ? more : { ...own, ...more } })
    const lane = own.caller?.id ?? (meta?.takesTurn ? own.address : undefined)
    if (meta?.takesTurn === false || lane === undefined) return proceed()
    return own.turns.calls.take(lane, proceed, signal)
  })
}

/** The caller has shown valid credentials, of either kind. */
function authenticated({ caller, credentialError }: Context) {
  if (caller) return { caller, user: { id: caller.id, role: caller.role } }
  throw unauthenticated(credentialError)
}

/** The caller has to sign in, or has sent credentials that are invalid for this reason. */
export function unauthenticated(credentialError: string | undefined): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', message: credentialError ?? 'An access token is required' })
}

/** Where the path names a user, it has to be the caller, whatever their role. */
function inOwnPath(ctx: Context) {
  const gained = authenticated(ctx)
  if (ctx.pathUserId !== undefined && ctx.pathUserId !== gained.caller.id) {
    throw forbidden('This path belongs to another user')
  }
  return gained
}

/** Anyone may call it. */
export const publicProcedure = guarded(() => ({}))

/** Only a user who has signed in may call it; an API key may not. */
export const protectedProcedure = guarded((ctx) => {
  const { caller, user } = inOwnPath(ctx)
  return { caller, user: { id: user.id, role: user.role, sessionId: sessionOf(caller) } }
})

/**
 * As {@link protectedProcedure}, but where nobody signs in before their address is verified, it may be called without
 * credentials too: then `user` is null.
 */
export const unverifiedProcedure = guarded((ctx) => {
  if (ctx.requireVerifiedEmail && !ctx.caller) return { user: null }
  const { caller, user } = inOwnPath(ctx)
  sessionOf(caller)
  return { user }
})

/** Who may call a procedure of a resource. By default anyone who has signed in. */
interface Demands {
  /** An API key with this scope may call it too. */
  scope?: Scope | undefined
  /** Nothing but such an API key. */
  isForKeysOnly?: boolean
  isForAdmins?: boolean
}

/** Only a caller who meets the demands may call it, and below another user's path nobody. */
export function resourceProcedure({ scope, isForKeysOnly = false, isForAdmins = false }: Demands) {
  const allowed = (ctx: Context) => {
    const gained = inOwnPath(ctx)
    const { scopes } = gained.caller
    if (scope === undefined) sessionOf(gained.caller)
    else if (scopes && !scopes.includes(scope)) throw forbidden(`The API key lacks the scope ${scope}`)
    else if (!scopes && isForKeysOnly) throw forbidden(`Only an API key with the scope ${scope} may do this`)
    if (isForAdmins) demandAdmin(gained.caller)
    return gained
  }
  return guarded(allowed).meta({ ...(scope && { scopes: [scope] }), ...(isForKeysOnly && { isForKeysOnly }) })
}

/** Anyone may call it, as {@link publicProcedure}. It reads or writes a resource, so callers take turns at the database. */
export const openProcedure = publicProcedure.meta({ takesTurn: true })

/** Only an administrator who has signed in may call it. The user that its path names is somebody else. */
export const adminProcedure = guarded((ctx) => {
  const gained = authenticated(ctx)
  sessionOf(gained.caller)
  demandAdmin(gained.caller)
  return gained
})

function sessionOf({ sessionId }: Caller): string {
  if (sessionId !== null) return sessionId
  throw forbidden('An API key may not do this: sign in')
}

function demandAdmin({ role }: Caller): void {
  if (role !== 'admin') throw forbidden('Only an administrator may do this')
}

function forbidden(message: string): TRPCError {
  return new TRPCError({ code: 'FORBIDDEN', message })
}
