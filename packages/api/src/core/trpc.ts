import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
// What a middleware needs to answer in place of the procedure; tRPC exports it nowhere else.
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import type { Scope } from '../api-key/schema.ts'
import { runIn } from '../task/sql.ts'
import type { Caller } from './caller.ts'
import type { Context } from './context.ts'
import { type ErrorReport, reportError, tooMany } from './errors.ts'

/** `error.data` of every tRPC error: the same vocabulary, issues and request id as a REST problem. */
export interface ErrorData extends Pick<ErrorReport, 'error' | 'issues'> {
  code: TRPCError['code']
  httpStatus: number
  path: string | undefined
  requestId: string | undefined
}

export type ErrorShape = TRPCErrorShape<ErrorData>

/** What a procedure says of itself. */
export interface Meta extends RestMeta {
  /** What an API key needs to call it; where there is nothing, no API key may. Set by `scopedProcedure`. */
  scopes?: Scope[]
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
        data: { code, httpStatus: status, path, requestId: ctx?.requestId, ...report },
      }
    },
  })

export const router = t.router

/**
 * A procedure that only runs for those whom `guard` lets in: it throws, or returns what the context gains. One
 * middleware and not one for each question, since every one of tRPC's copies the call and its context.
 */
function guarded<Gained extends object>(guard: (ctx: Context) => Gained) {
  return t.procedure.use(async ({ ctx, next }) => {
    const own = ctx.renew ? await ctx.renew() : ctx
    if (own.overLimit) throw tooMany()
    const gained: Gained = guard(own)
    return next({ ctx: own === ctx ? gained : { ...own, ...gained } })
  })
}

/** Whoever calls has shown valid credentials, of either kind. */
function authenticated({ caller, credentialError }: Context) {
  if (caller) return { caller, user: { id: caller.id, role: caller.role } }
  throw new TRPCError({ code: 'UNAUTHORIZED', message: credentialError ?? 'An access token is required' })
}

/** Under a path that names a user, that user has to be the caller, whatever their role. */
function inOwnPath(ctx: Context) {
  const gained = authenticated(ctx)
  if (ctx.pathUserId !== undefined && ctx.pathUserId !== gained.caller.id) {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'This path belongs to another user' })
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

function scopedProcedure(scope: Scope) {
  const allowed = (ctx: Context) => {
    const gained = inOwnPath(ctx)
    const { scopes } = gained.caller
    if (!scopes || scopes.includes(scope)) return gained
    throw new TRPCError({ code: 'FORBIDDEN', message: `The API key lacks the scope ${scope}` })
  }
  return guarded(allowed).meta({ scopes: [scope] })
}

type Call = Parameters<Parameters<typeof t.middleware>[0]>[0]

/** For what must take effect once: a call with a key runs in one transaction with the record of its answer. */
export const onceWithKey = t.middleware((call) => runOnce(call, () => call.next()))

/** `otherwise` is how a call without a key runs. */
async function runOnce<Result>({ ctx, path, getRawInput, next }: Call, otherwise: () => Promise<Result>) {
  const { idempotencyKey: key, caller } = ctx
  if (key === undefined || !caller) return otherwise()
  const call = { userId: caller.id, key, procedure: path, input: await getRawInput() }
  const { output, replayed } = await ctx.idempotency.once(call, async (tx) => {
    const result = await next({ ctx: { db: tx, run: runIn(tx) } })
    if (!result.ok) throw result.error
    return result.data
  })
  if (replayed) ctx.onReplay?.()
  return { ok: true, data: output, marker: middlewareMarker } as const
}

/** It reads tasks: a user who has signed in may call it, and so may an API key of theirs that has the scope. */
export const taskReadProcedure = scopedProcedure('tasks:read')

/** The same for what writes tasks: once where the call says so, and whoever follows them hears of it. */
export const taskWriteProcedure = scopedProcedure('tasks:write').use(async (call) => {
  const { ctx, next } = call
  const result = await runOnce(call, () => next({ ctx: { run: ctx.writesOf(ctx.caller.id) } }))
  // By now it is committed.
  if (result.ok) ctx.tasks.ring(ctx.caller.id)
  return result
})

/** Only an administrator who has signed in may call it. The user that its path names is somebody else. */
export const adminProcedure = guarded((ctx) => {
  const gained = authenticated(ctx)
  sessionOf(gained.caller)
  if (gained.caller.role === 'admin') return gained
  throw new TRPCError({ code: 'FORBIDDEN', message: 'Only an administrator may do this' })
})

function sessionOf({ sessionId }: Caller): string {
  if (sessionId !== null) return sessionId
  throw new TRPCError({ code: 'FORBIDDEN', message: 'An API key may not do this: sign in' })
}
