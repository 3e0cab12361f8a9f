import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
import type { Caller } from './caller.ts'
import type { CallingUser, Context } from './context.ts'
import { errorRequest } from './error-request.ts'
import { type ErrorReport, rateLimited, reportError } from './errors.ts'
import { observed } from './observer.ts'
import type { Scope } from './scopes.ts'
import { inTurn } from './turns.ts'

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
   * In which queue calls of one user wait for each other before they use the database, so that they never hold all its
   * connections. Default: `calls`. `scans` where a call may read all rows of its user. `none` where statements are sent
   * together with those of others, or take their turn by themselves. Where it is given, calls without a caller take turns
   * too, by their address.
   */
  turn?: 'calls' | 'scans' | 'none'
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
 * A procedure that runs only for the callers `guard` lets in: it throws, or narrows the type of the context. One middleware
 * for all questions, since each middleware of tRPC copies the call, and it also copies a context that is changed.
 */
function guarded<Narrowed extends Context>(guard: (ctx: Context) => asserts ctx is Narrowed) {
  return t.procedure.use((call) => {
    const { ctx, next, getRawInput, meta } = call
    return observed(ctx.observer, call, async () => {
      const own = ctx.renew ? await ctx.renew() : ctx
      if (own.overLimit) throw rateLimited()
      guard(own)
      const changed = own.idempotencyKey !== undefined ? await withRawInput(own, getRawInput) : own
      const proceed = () => next<Narrowed>(changed === ctx ? {} : { ctx: changed })
      const turn = turnOf(own, meta)
      return turn === 'none' ? proceed() : inTurn(own, turn, proceed)
    })
  })
}

/** Where a procedure says nothing, calls take turns by their caller. */
function turnOf({ caller }: Context, meta: Meta | undefined) {
  return meta?.turn ?? (caller ? 'calls' : 'none')
}

/** Read once the caller is let in, and only for calls with a key: they are compared by what was sent. */
async function withRawInput<C extends Context>(ctx: C, getRawInput: () => Promise<unknown>): Promise<C> {
  return { ...ctx, rawInput: await getRawInput() }
}

/** The context of a call with valid credentials, of either kind. */
type Authenticated = Context & { caller: Caller; user: CallingUser }

/** The context of a call by a user who has signed in. */
type SignedIn = Authenticated & { user: { sessionId: string } }

function demandCaller(ctx: Context): asserts ctx is Authenticated {
  if (!ctx.caller) throw unauthenticated(ctx.credentialError)
}

/** The caller has to sign in, or has sent credentials that are invalid for this reason. */
export function unauthenticated(credentialError: string | undefined): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', message: credentialError ?? 'An access token is required' })
}

/** Where the path names a user, it has to be the caller, whatever their role. */
function demandOwnPath(ctx: Context): asserts ctx is Authenticated {
  demandCaller(ctx)
  if (ctx.pathUserId !== undefined && ctx.pathUserId !== ctx.caller.id)
    throw forbidden('This path belongs to another user')
}

function demandSession(ctx: Authenticated): asserts ctx is SignedIn {
  if (ctx.caller.sessionId === null) throw forbidden('An API key may not do this: sign in')
}

function demandAdmin({ caller }: Authenticated): void {
  if (caller.role !== 'admin') throw forbidden('Only an administrator may do this')
}

/** Anyone may call it. */
export const publicProcedure = guarded((_ctx): asserts _ctx is Context => {})

/** Only a user who has signed in may call it; an API key may not. */
export const protectedProcedure = guarded((ctx): asserts ctx is SignedIn => {
  demandOwnPath(ctx)
  demandSession(ctx)
})

/**
 * As {@link protectedProcedure}, but where nobody signs in before their address is verified, it may be called without
 * credentials too: then `caller` is null.
 */
export const unverifiedProcedure = guarded((ctx): asserts ctx is Context => {
  if (ctx.requireVerifiedEmail && !ctx.caller) return
  demandOwnPath(ctx)
  demandSession(ctx)
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
  return guarded((ctx): asserts ctx is Authenticated => {
    demandOwnPath(ctx)
    const { scopes } = ctx.caller
    if (scope === undefined) demandSession(ctx)
    else if (scopes && !scopes.includes(scope)) throw forbidden(`The API key lacks the scope ${scope}`)
    else if (!scopes && isForKeysOnly) throw forbidden(`Only an API key with the scope ${scope} may do this`)
    if (isForAdmins) demandAdmin(ctx)
  }).meta({ ...(scope && { scopes: [scope] }), ...(isForKeysOnly && { isForKeysOnly }) })
}

/** Only an administrator who has signed in may call it. The user that its path names is somebody else. */
export const adminProcedure = guarded((ctx): asserts ctx is SignedIn => {
  demandCaller(ctx)
  demandSession(ctx)
  demandAdmin(ctx)
})

/** Anyone may call it, as {@link publicProcedure}. It reads or writes a resource, so callers take turns at the database. */
export const openProcedure = publicProcedure.meta({ turn: 'calls' })

function forbidden(message: string): TRPCError {
  return new TRPCError({ code: 'FORBIDDEN', message })
}
