import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
// What a middleware needs to answer in place of the procedure; tRPC exports it nowhere else.
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import type { Scope } from './api-key/schema.ts'
import type { Context } from './context.ts'
import { type ErrorReport, reportError, tooMany } from './errors.ts'
import type { Caller } from './identify.ts'
import { runIn } from './task/sql.ts'

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
        data: { ...report, code, httpStatus: status, path, requestId: ctx?.requestId },
      }
    },
  })

export const router = t.router

const procedure = t.procedure.use(async ({ ctx, next }) => {
  const own: Context = ctx.renew ? await ctx.renew() : ctx
  if (own.overLimit) throw tooMany()
  return next({ ctx: own })
})

/** Whoever calls has shown valid credentials, of either kind. */
const authenticated = procedure.use(({ ctx, next }) => {
  if (!ctx.caller) {
    throw new TRPCError({
      code: 'UNAUTHORIZED',
      message: ctx.credentialError ?? 'An access token is required',
    })
  }
  return next({ ctx: { caller: ctx.caller, user: { id: ctx.caller.id, role: ctx.caller.role } } })
})

/** Under a path that names a user, that user has to be the caller, whatever their role. */
const inOwnPath = authenticated.use(({ ctx, next }) => {
  if (ctx.pathUserId !== undefined && ctx.pathUserId !== ctx.caller.id) {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'This path belongs to another user' })
  }
  return next()
})

/** Anyone may call it. */
export const publicProcedure = procedure

/** Only a user who has signed in may call it; an API key may not. */
export const protectedProcedure = inOwnPath.use(({ ctx, next }) => {
  const { id, role } = ctx.caller
  return next({ ctx: { user: { id, role, sessionId: sessionOf(ctx.caller) } } })
})

function scopedProcedure(scope: Scope) {
  return inOwnPath.meta({ scopes: [scope] }).use(({ ctx, next }) => {
    if (ctx.caller.scopes && !ctx.caller.scopes.includes(scope)) {
      throw new TRPCError({ code: 'FORBIDDEN', message: `The API key lacks the scope ${scope}` })
    }
    return next()
  })
}

/** For what must take effect once: a call with a key runs in one transaction with the record of its answer. */
export const onceWithKey = t.middleware(async ({ ctx, path, getRawInput, next }) => {
  const { idempotencyKey: key, caller } = ctx
  if (key === undefined || !caller) return next({ ctx: { db: ctx.db, run: ctx.run } })
  const call = { userId: caller.id, key, procedure: path, input: await getRawInput() }
  const { output, replayed } = await ctx.idempotency.once(call, async (tx) => {
    const result = await next({ ctx: { db: tx, run: runIn(tx) } })
    if (!result.ok) throw result.error
    return result.data
  })
  if (replayed) ctx.onReplay?.()
  return { ok: true, data: output, marker: middlewareMarker }
})

/** It reads tasks: a user who has signed in may call it, and so may an API key of theirs that has the scope. */
export const taskReadProcedure = scopedProcedure('tasks:read')

/** The same for what writes tasks: once where the call says so, and whoever follows them hears of it. */
export const taskWriteProcedure = scopedProcedure('tasks:write')
  .use(async ({ ctx, next }) => {
    const result = await next()
    // By now it is committed.
    if (result.ok) ctx.tasks.ring(ctx.caller.id)
    return result
  })
  .use(onceWithKey)

/** Only an administrator who has signed in may call it. The user that its path names is somebody else. */
export const adminProcedure = authenticated.use(({ ctx, next }) => {
  sessionOf(ctx.caller)
  if (ctx.caller.role !== 'admin') {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'Only an administrator may do this' })
  }
  return next()
})

function sessionOf({ sessionId }: Caller): string {
  if (sessionId !== null) return sessionId
  throw new TRPCError({ code: 'FORBIDDEN', message: 'An API key may not do this: sign in' })
}
