import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
import type { Context } from './context.ts'
import { type ErrorReport, reportError } from './errors.ts'

/** `error.data` of every tRPC error: the same vocabulary, issues and request id as a REST problem. */
export interface ErrorData extends Pick<ErrorReport, 'error' | 'issues'> {
  code: TRPCError['code']
  httpStatus: number
  path: string | undefined
  requestId: string | undefined
}

export type ErrorShape = TRPCErrorShape<ErrorData>

const t = initTRPC
  .context<Context>()
  .meta<RestMeta>()
  .create({
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

/** Anyone may call it. */
export const publicProcedure = t.procedure

/** Only a caller with a valid access token may call it, and under no path but its own. */
export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) {
    throw new TRPCError({
      code: 'UNAUTHORIZED',
      message: ctx.credentialError ?? 'An access token is required',
    })
  }
  if (ctx.pathUserId !== undefined && ctx.pathUserId !== ctx.user.id) {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'This path belongs to another user' })
  }
  return next({ ctx: { user: ctx.user } })
})
