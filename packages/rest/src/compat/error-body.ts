import {
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  getTRPCErrorShape,
  TRPCError,
  type TRPCProcedureType,
} from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { z } from 'zod'
import type { FormatError } from '../answer/problem.ts'
import { declaredError } from '../declared-errors.ts'

/** The body of an error of `trpc-to-openapi`. `data` is what the router's `errorFormatter` makes it. */
export const ErrorBody = z
  .object({
    message: z.string(),
    code: z.string(),
    // As zod has them: with a code, and what else there is to say about each.
    issues: z.array(z.looseObject({ message: z.string() })).optional(),
    data: z.unknown().optional(),
  })
  .meta({ id: 'Error' })

/** How tRPC's own adapters name the procedure behind a request. */
export function calledAs(
  router: AnyTRPCRouter,
  path: string | undefined,
): { path: string | undefined; type: TRPCProcedureType | 'unknown' } {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures
  return { path, type: (path !== undefined && procedures[path]?._def.type) || 'unknown' }
}

/** Formats errors as `trpc-to-openapi` does: the shape that the router's `errorFormatter` gives, and zod's issues. */
export function errorBodyOf(router: AnyTRPCRouter): FormatError {
  // The shape of development has the stack, which is for nobody outside.
  const config = { ...router._def._config, isDev: false }
  return (given, { procedure }) => {
    const { cause } = given
    const invalid = cause instanceof z.core.$ZodError ? cause.issues : undefined
    const isInput = invalid && (given.code === 'BAD_REQUEST' || given.code === 'UNPROCESSABLE_CONTENT')
    const error = isInput ? new TRPCError({ code: 'BAD_REQUEST', message: given.message, cause }) : given
    const status = getHTTPStatusCodeFromError(error)
    const called = calledAs(router, procedure)
    const shape = getTRPCErrorShape({ config, error, ...called, input: undefined, ctx: undefined })
    // An output that is not valid is the server's mistake, and the caller does not learn what is wrong with it.
    const internal = invalid ? 'Output validation failed' : 'Internal server error'
    // Words of the application's formatter are meant for the caller. Those of an error that nobody expected are not.
    const words = status === 500 && shape.message === error.message ? internal : shape.message
    return {
      status,
      body: {
        ...shape,
        message: isInput ? 'Input validation failed' : words,
        code: error.code,
        ...(isInput && { issues: invalid }),
        ...declaredError(error),
      },
      headers: { 'content-type': 'application/json; charset=utf-8' },
    }
  }
}
