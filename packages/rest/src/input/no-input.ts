import { type AnyTRPCMiddlewareFunction, type AnyTRPCProcedure, initTRPC } from '@trpc/server'
import { definition, type Schema } from '../route/shape.ts'

/**
 * The procedure itself, unless its input is `z.never()`. tRPC has such a schema parse what it gets, and it refuses
 * `undefined` as well, so that nobody could ever call the procedure. Here it is called without input.
 */
export function takingNoInput(procedure: AnyTRPCProcedure, inputs: readonly Schema[]): AnyTRPCProcedure {
  const isNever = inputs.length > 0 && inputs.every((schema) => definition(schema).type === 'never')
  if (!isNever) return procedure
  const { middlewares = [], meta } = procedure._def as { middlewares?: Middleware[]; meta?: unknown }
  const replaced = middlewares.map((middleware) => (middleware._type === 'input' ? refuseFields : middleware))
  const builder = initTRPC.create().procedure
  const same = { _def: { inputs: [], middlewares: replaced, meta } } as unknown as typeof builder
  // The last middleware calls the resolver that the procedure has, so that this one is never reached.
  return builder.concat(same).mutation(() => undefined)
}

/** tRPC marks those of parsers with a type. */
type Middleware = AnyTRPCMiddlewareFunction & { _type?: string }

/** Reads the input where it would be parsed, after the guards: a request with fields is refused. */
const refuseFields: AnyTRPCMiddlewareFunction = async ({ getRawInput, next }) => {
  await getRawInput()
  return next()
}
